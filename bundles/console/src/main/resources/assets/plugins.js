import {ask, attempt, button, cell, complain, count, element, every, fill, find, get, number, post, say, size, tag, upload} from './common.js';

const MOST_BYTES = 50 * 1024 * 1024;
const SECOND = 1e9;
let waiting = '';
let asking = null;
let stored = {};

const lacking = needs => needs.filter(need => !need.isGranted);
const names = needs => needs.map(need => need.permission).join(',');
const inWords = needs => needs.map(need => need.sentence).join(', ');

function preview(checked) {
    const check = checked.check;
    const lacks = lacking(check.needs);
    waiting = checked.upload;
    asking = check;
    find('preview-title').textContent = checked.file + ' is not installed yet. This is what would happen:';
    find('preview-lines').textContent = check.lines.join('\n');
    find('preview-needs').replaceChildren(...check.needs.map(need => element('li', {},
        check.plugin + ' ' + need.sentence + ' ', need.isGranted ? tag('granted', 'good') : tag('not granted', 'warn'))));
    find('install').textContent = lacks.length > 0 ? 'Grant and install' : check.isGood ? 'Install it' : 'Try all the same';
    find('install').className = check.isGood ? '' : 'danger';
    find('preview').hidden = false;
    find('install').focus();
}

/** Asks whether a plugin may do what it asks for; true if there is nothing to ask. */
const consents = (plugin, lacks, what) => lacks.length === 0 ? true : ask({
    title: 'Grant it?',
    text: plugin + ' ' + inWords(lacks) + '. It may do so until that is taken back.',
    button: what,
    danger: true,
});

async function grant(plugin, lacks, what) {
    if (await consents(plugin, lacks, what)) {
        say(await post('grant', {name: plugin, permissions: names(lacks)}));
        await update(false);
    }
}

async function takeBack(plugin, need) {
    const sure = await ask({
        title: 'Take back?',
        text: plugin + ' ' + need.sentence + '. At once it may do so no longer; what it needs that for will fail.',
        button: 'Take back',
        danger: true,
    });
    if (sure) {
        say(await post('takeback', {name: plugin, permissions: need.permission}));
        await update(false);
    }
}

function forget() {
    waiting = '';
    asking = null;
    find('preview').hidden = true;
    find('upload').reset();
}

async function rollBack(plugin) {
    const sure = await ask({
        title: 'Roll back?',
        text: plugin.name + ' ' + plugin.version + ' is replaced by ' + plugin.previous + ', which served before.',
        button: 'Roll back',
    });
    if (sure) {
        say(await post('rollback', {name: plugin.name}));
        await update(false);
    }
}

async function remove(plugin) {
    const sure = await ask({
        title: 'Remove?',
        text: plugin.name + ' is removed, and its jar deleted. What it offers is refused from then on; what it stored stays.',
        button: 'Remove',
        danger: true,
    });
    if (sure) {
        say(await post('remove', {name: plugin.name}));
        await update(false);
    }
}

const features = plugin => plugin.features.length === 0 ? element('span', {className: 'muted'}, 'none') : element('details', {},
    element('summary', {'aria-label': count(plugin.features.length) + ' features of ' + plugin.name}, count(plugin.features.length)),
    element('ul', {}, ...plugin.features.map(feature => element('li', {}, feature))));

const permissions = plugin => plugin.needs.length === 0 ? element('span', {className: 'muted'}, 'none') : element('ul', {},
    ...plugin.needs.map(need => element('li', {}, need.sentence + ' ', ...(need.isGranted
        ? [button('Take back', 'from ' + plugin.name + ': ' + need.sentence, () => takeBack(plugin.name, need), 'small outline danger')]
        : [tag('not granted', 'warn'), ' ', button('Grant', 'to ' + plugin.name + ': ' + need.sentence,
            () => grant(plugin.name, [need], 'Grant'), 'small outline')]))));

const note = (label, kind, text) => [tag(label, kind), element('br'), element('small', {}, text), element('br')];

function state(plugin, refused) {
    const cost = plugin.cost;
    const seconds = (cost?.longestNanos ?? 0) / SECOND;
    return element('span', {},
        ...(cost?.shut ? note('left alone', 'bad', cost.shut) : [tag('serving', 'good'), element('br')]),
        ...(cost?.warning ? note('uses too much', 'warn', cost.warning) : []),
        ...(seconds > 1 ? note('slow', 'warn', 'a call has been under way for ' + count(Math.floor(seconds)) + ' s') : []),
        ...(refused ? note('not replaced', 'warn', 'another ' + plugin.file + ' is refused or taken back: see below') : []));
}

const storage = amount => amount?.rows > 0
    ? [element('br'), element('small', {className: 'muted'}, 'stores ' + count(amount.rows) + (amount.rows === 1 ? ' row, ' : ' rows, ') + size(amount.bytes))] : [];

function costs(cost) {
    if (!cost) {
        return [number('0'), number('-'), number('0')];
    }
    const calls = Math.max(1, cost.calls);
    return [
        number(count(cost.calls) + (cost.waiting > 0 ? ', ' + count(cost.waiting) + ' waiting' : '')),
        number((cost.nanos / 1e6 / calls).toFixed(3) + ' ms, ' + size(cost.bytes / calls)),
        number(count(cost.failures) + (cost.refused > 0 ? ', ' + count(cost.refused) + ' turned away' : '')),
    ];
}

async function update(unattended) {
    const view = await get({}, unattended);
    const plugins = view.plugins.map(plugin => ({
        ...plugin,
        amount: stored[plugin.name],
        refused: view.refused.some(refused => refused.file === plugin.file),
    }));
    fill(find('rows'), plugins, plugin => plugin.name, plugin => [
        element('td', {className: 'name'}, element('strong', {}, plugin.name), element('br'),
            element('small', {className: 'muted'}, plugin.version + ', ' + plugin.file), ...storage(plugin.amount)),
        cell(state(plugin, plugin.refused)),
        cell(features(plugin)),
        cell(permissions(plugin)),
        ...costs(plugin.cost),
        element('td', {className: 'actions'},
            ...(plugin.previous ? [button('Roll back', plugin.name + ' to ' + plugin.previous, () => rollBack(plugin))] : []),
            button('Remove', plugin.name, () => remove(plugin), 'outline danger')),
    ], 'There is no plugin.');
    find('refused-part').hidden = view.refused.length === 0;
    fill(find('refused'), view.refused, refused => refused.file, refused => [
        cell(refused.file),
        cell(refused.reason),
        element('td', {className: 'actions'}, ...(lacking(refused.needs).length === 0 ? [] : [
            button('Grant and run', refused.file, () => grant(refused.plugin, lacking(refused.needs), 'Grant and run'))])),
    ], '');
}

/** What they store takes the database's time: it is asked for once, and the page does not wait for it. */
async function showStored() {
    stored = (await get({storage: true})).storage;
    await update(false);
}

find('upload').addEventListener('submit', event => {
    event.preventDefault();
    const file = find('file').files[0];
    attempt(async () => {
        if (file.size > MOST_BYTES) {
            throw new Error('A plugin has at most 50 MB.');
        }
        find('look').setAttribute('aria-busy', 'true');
        try {
            preview(await upload('upload', file));
            say(file.name + ' was looked over.');
        } finally {
            find('look').removeAttribute('aria-busy');
        }
    });
});
find('install').addEventListener('click', () => attempt(async () => {
    const lacks = lacking(asking.needs);
    if (!await consents(asking.plugin, lacks, 'Grant and install')) {
        return;
    }
    find('install').setAttribute('aria-busy', 'true');
    try {
        say(await post('install', {upload: waiting, permissions: names(lacks)}));
        forget();
    } catch (error) {
        complain(error);
    } finally {
        find('install').removeAttribute('aria-busy');
    }
    await update(false);
}));
find('cancel').addEventListener('click', () => attempt(async () => {
    say(await post('cancel', {upload: waiting}));
    forget();
    find('file').focus();
}));
every(4, update);
attempt(showStored);
