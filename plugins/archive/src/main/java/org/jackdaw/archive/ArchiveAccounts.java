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

    /**
     * While the account before ended, what was under way to it may have been archived, and its preferences read again: that
     * is nothing for the new one.
     */
    @Override
    public void created(Jid account) {
        archive.clear(account);
        preferences.forget(account);
    }

    @Override
    public void deleted(Jid account) {
        archive.clear(account);
        preferences.forget(account);
    }
}
