package org.jackdaw.storage;

import java.util.function.BiConsumer;
import org.jackdaw.plugin.Permission;
import org.jackdaw.store.Database;
import org.jackdaw.store.GroupWriter;
import org.osgi.framework.Bundle;
import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;

/** The database as one bundle has it. */
@Component(service = Database.class, scope = ServiceScope.BUNDLE)
public final class PluginDatabase implements Database {

    private final Bundle user;
    private final SqlDatabase database;
    private final StoredAmounts amounts;
    private final StorageGrants grants;

    @Activate
    public PluginDatabase(
            ComponentContext context,
            @Reference SqlDatabase database,
            @Reference StoredAmounts amounts,
            @Reference StorageGrants grants) {
        user = context.getUsingBundle();
        this.database = database;
        this.amounts = amounts;
        this.grants = grants;
    }

    private SqlDatabase permitted() {
        grants.check(user, Permission.USE_DATABASE, "use the database");
        return database;
    }

    @Override
    public Dialect dialect() {
        return database.dialect();
    }

    @Override
    public <T> T transaction(Work<T> work) {
        return permitted().transaction(work);
    }

    @Override
    public void migrate(String component, Class<?> owner) {
        amounts.own(user.getSymbolicName(), new Migration(permitted(), component, owner).run());
    }

    @Override
    public <T> GroupWriter<T> writer(String sql, Binder<T> binder, BiConsumer<T, Exception> failed) {
        return permitted().writer(user.getSymbolicName(), sql, binder, failed);
    }
}
