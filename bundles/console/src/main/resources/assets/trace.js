import {ask, attempt, button, cell, count, element, every, fill, find, get, number, post, say, size, tag, typed} from './common.js';

const WORDS = {message: 'message', presence: 'presence', iq: 'iq'};

function time(millis) {
    const [date, clock] = new Date(millis).toISOString().split('T');
    return element('td', {className: 'time'}, clock.slice(0, 12), element('br'), element('small', {className: 'muted'}, date));
}

const muted = text => element('span', {className: 'muted'}, text);
const address = text => cell(text === '' ? muted('nobody') : text);
const kind = trace => [WORDS[trace.kind] ?? 'stanza', trace.type].join(' ').trim();

async function watch() {
    const jid = find('watch-jid').value.trim();
    const bodies = find('watch-bodies').checked;
    const sure = !bodies || await ask({
        title: 'Read what is written?',
        text: 'You will see everything that ' + jid + ' sends and gets, for as long as it is watched. Tell whoever uses it.'
            + ' That you did so stands in the log.',
        button: 'Watch with bodies',
        danger: true,
    });
    if (sure) {
        say(await post(bodies ? 'watch-bodies' : 'watch', {jid, minutes: find('watch-minutes').value}));
        find('watch-bodies').checked = false;
        find('search').value = jid;
        await update(false);
    }
}

async function unwatch(watched) {
    say(await post('unwatch', {jid: watched.jid}));
    await update(false);
}

const fact = (name, ...values) => [element('dt', {}, name), element('dd', {}, ...values)];

const stop = one => element('li', {className: one.isNotable ? 'notable' : ''},
    element('span', {className: 'micros'}, count(one.micros) + ' \u00b5s'),
    element('span', {}, one.decision, ' ', element('strong', {}, one.name), one.detail === '' ? '' : ': ' + one.detail));

async function open(id) {
    const way = await get({id});
    const trace = way.trace;
    find('way-title').textContent = kind(trace) + (trace.isDelivered ? ', delivered' : ', not simply delivered');
    find('way-facts').replaceChildren(
        ...fact('From', trace.from),
        ...fact('To', trace.to === '' ? muted('nobody') : trace.to),
        ...fact('Id', trace.stanzaId === '' ? muted('none') : trace.stanzaId),
        ...fact('Time', new Date(trace.time).toISOString()),
        ...fact('Content', size(trace.bytes), way.payloads.length === 0 ? '' : ': ' + way.payloads.join(', ')));
    const stops = way.stops.map(stop);
    if (way.forgotten > 0) {
        stops.splice(-1, 0, element('li', {}, element('span', {className: 'micros'}), muted(count(way.forgotten) + ' more stops')));
    }
    find('way-stops').replaceChildren(...stops);
    find('way-xml-part').hidden = way.xml === null;
    find('way-xml-part').open = false;
    find('way-xml').textContent = way.xml ?? '';
    find('way').showModal();
}

async function update(unattended) {
    const view = await get({search: find('search').value}, unattended);
    const shown = view.traces.length;
    find('found').textContent = view.found === 0 ? '' : count(view.found) + (view.found === 1 ? ' stanza' : ' stanzas')
        + (shown < view.found ? ', the newest ' + shown + ' of them' : '');
    find('watches-part').hidden = view.watches.length === 0;
    fill(find('watches'), view.watches, watched => watched.jid, watched => [
        cell(watched.jid),
        cell(watched.bodies ? tag('with bodies', 'bad') : tag('without bodies')),
        cell(new Date(watched.until).toISOString().slice(11, 16) + ' UTC'),
        element('td', {className: 'actions'}, button('Stop', 'watching ' + watched.jid, () => unwatch(watched))),
    ], '');
    fill(find('rows'), view.traces, trace => String(trace.id), trace => [
        time(trace.time),
        cell(kind(trace), ' ', element('small', {className: 'muted'}, trace.stanzaId)),
        cell(trace.from),
        address(trace.to),
        number(size(trace.bytes)),
        cell(trace.isDelivered ? tag('delivered', 'good') : tag('not delivered', 'bad'), element('br'), trace.outcome),
        element('td', {className: 'actions'}, button('Show', 'the way of ' + kind(trace) + ' ' + trace.id, () => open(trace.id))),
    ], find('search').value === '' ? 'Everything was delivered.' : 'Nothing of that is remembered: it was delivered, or is too old.');
}

const asked = new URLSearchParams(location.search).get('jid');
if (asked) {
    find('watch-jid').value = asked;
    find('search').value = asked;
}
find('watch').addEventListener('submit', event => {
    event.preventDefault();
    attempt(watch);
});
find('way-close').addEventListener('click', () => find('way').close());
find('way').addEventListener('close', () => {
    find('way-xml').textContent = '';
});
find('search-form').addEventListener('submit', event => event.preventDefault());
typed(find('search'), () => update(false));
every(2, update);
