import {ask, attempt, button, cell, count, element, every, fill, find, get, moment, number, post, say, tag, typed} from './common.js';

let offset = 0;

async function act(action, values) {
    say(await post(action, values));
    await update(false);
}

async function password(account) {
    const typed = await ask({title: 'New password', text: 'For ' + account.jid + '.', label: 'Password', type: 'password', button: 'Set the password'});
    if (typed) {
        await act('password', {jid: account.jid, password: typed});
    }
}

async function roles(account) {
    const typed = await ask({
        title: 'Roles',
        text: 'Of ' + account.jid + ', with commas between them. admin may use this console.',
        label: 'Roles',
        value: account.roles.join(', '),
        button: 'Set the roles',
    });
    if (typed !== false) {
        await act('roles', {jid: account.jid, roles: typed});
    }
}

async function disable(account) {
    const sure = await ask({
        title: 'Disable?',
        text: account.jid + ' cannot log in until it is enabled, and its streams are closed. What it has stays.',
        button: 'Disable',
        danger: true,
    });
    if (sure) {
        await act('disable', {jid: account.jid});
    }
}

async function remove(account) {
    const sure = await ask({
        title: 'Delete?',
        text: account.jid + ' is deleted with everything that is stored for it: contacts, messages, settings. This cannot be undone.',
        label: 'Type the address to delete it',
        expected: account.jid,
        button: 'Delete',
        danger: true,
    });
    if (sure) {
        await act('delete', {jid: account.jid});
    }
}

const actions = account => element('td', {className: 'actions'},
    button('Password', 'of ' + account.jid, () => password(account)),
    button('Roles', 'of ' + account.jid, () => roles(account)),
    ...(account.isOwn ? [] : [
        account.isDisabled
            ? button('Enable', account.jid, () => act('enable', {jid: account.jid}))
            : button('Disable', account.jid, () => disable(account)),
        button('Delete', account.jid, () => remove(account), 'outline danger')]));

async function update(unattended) {
    const view = await get({search: find('search').value, offset}, unattended);
    const last = Math.min(view.offset + view.most, view.total);
    find('found').textContent = view.total === 0 ? 'No account'
        : count(view.offset + 1) + ' to ' + count(last) + ' of ' + count(view.total);
    find('before').disabled = view.offset === 0;
    find('after').disabled = last >= view.total;
    find('create-jid').placeholder = 'name@' + view.domains[0];
    fill(find('rows'), view.accounts, account => account.jid, account => [
        cell(account.jid, ' ', ...(account.isDisabled ? [tag('disabled', 'bad')] : []), ...(account.isOwn ? [tag('you')] : [])),
        cell(...account.roles.flatMap(role => [tag(role), ' '])),
        cell(moment(account.created)),
        number(count(account.sessions)),
        actions(account),
    ], 'No account has that in its address.');
}

find('create').addEventListener('submit', event => {
    event.preventDefault();
    attempt(async () => {
        await act('create', {
            jid: find('create-jid').value,
            password: find('create-password').value,
            admin: find('create-admin').checked,
        });
        find('create').reset();
    });
});
find('search-form').addEventListener('submit', event => event.preventDefault());
typed(find('search'), () => {
    offset = 0;
    return update(false);
});
const turn = pages => attempt(() => {
    offset = Math.max(0, offset + pages * 50);
    return update(false);
});
find('before').addEventListener('click', () => turn(-1));
find('after').addEventListener('click', () => turn(1));
every(10, update);
