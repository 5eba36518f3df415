import {ask, button, cell, count, duration, element, every, fill, find, get, post, say, tag, typed} from './common.js';

const WORDS = {'': 'available', '-': 'connected', chat: 'chatty', away: 'away', xa: 'away for long', dnd: 'do not disturb'};

const presence = session => [
    tag(WORDS[session.show] ?? session.show, session.show === '' || session.show === 'chat' ? 'good' : ''),
    ...(session.show === '-' ? [] : [' priority ' + session.priority]),
];

const client = session => session.client === '' ? element('span', {className: 'muted'}, 'does not say') : element('span', {},
    session.client, element('br'), element('small', {className: 'muted', title: 'hash of what it offers (XEP-0115)'}, session.capabilities));

const trace = session => element('a', {href: 'trace?jid=' + encodeURIComponent(session.jid), 'aria-label': 'Trace ' + session.jid}, 'Trace');

async function disconnect(session) {
    const sure = await ask({
        title: 'Disconnect?',
        text: session.jid + ' is disconnected. Most clients connect again by themselves; disable the account to keep it out.',
        button: 'Disconnect',
        danger: true,
    });
    if (sure) {
        say(await post('disconnect', {jid: session.jid}));
        await update(false);
    }
}

async function update(unattended) {
    const view = await get({search: find('search').value}, unattended);
    const shown = view.sessions.length;
    find('found').textContent = (view.found === view.count ? count(view.count) + (view.count === 1 ? ' session' : ' sessions')
        : count(view.found) + ' of ' + count(view.count) + ' sessions') + (shown < view.found ? ', the first ' + shown + ' of them' : '');
    fill(find('rows'), view.sessions, session => session.jid, session => [
        cell(session.jid),
        cell(...presence(session)),
        cell(client(session)),
        cell(session.address, ' ', session.isSecure ? tag('TLS', 'good') : tag('no TLS', 'bad')),
        element('td', {className: 'since', title: new Date(session.since).toISOString()}, ''),
        element('td', {className: 'actions'}, trace(session), ' ', button('Disconnect', session.jid, () => disconnect(session), 'outline danger')),
    ], 'Nobody is connected.');
    document.querySelectorAll('td.since').forEach(since => {
        since.textContent = duration(Date.now() - Date.parse(since.title));
    });
}

find('search-form').addEventListener('submit', event => event.preventDefault());
typed(find('search'), () => update(false));
every(3, update);
