package org.jackdaw.archive;

import org.jackdaw.plugin.AccountListener;
import org.jackdaw.xmpp.Jid;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Removes the archives of accounts that are deleted. */
@Component
public final class ArchiveAccounts implements AccountListener {

    private final Archive archive;
    private final PreferenceStore preferences;

    @Activate
    public ArchiveAccounts(@Reference Archive archive, @Reference PreferenceStore preferences) {
        this.archive = archive;
        this.preferences = preferences;
    }

    /** Between the end of an account and that of what was stored for it, its preferences may have been read again. */
    @Override
    public void created(Jid account) {
        preferences.forget(account);
    }

    @Override
    public void deleted(Jid account) {
        archive.clear(account);
        preferences.forget(account);
    }
}
