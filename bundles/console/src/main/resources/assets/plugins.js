import {ask, attempt, button, cell, complain, count, element, every, fill, find, get, number, post, say, size, tag, upload} from './common.js';

const MOST_BYTES = 50 * 1024 * 1024;
let waiting = '';

function preview(checked) {
    waiting = checked.upload;
    find('preview-title').textContent = checked.file + ' is not installed yet. This is what would happen:';
    find('preview-lines').textContent = checked.lines.join('\n');
    find('install').textContent = checked.isGood ? 'Install it' : 'Try all the same';
    find('install').className = checked.isGood ? '' : 'danger';
    find('preview').hidden = false;
    find('install').focus();
}

function forget() {
    waiting = '';
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

const state = cost => cost?.shut
    ? element('span', {}, tag('left alone', 'bad'), element('br'), element('small', {}, cost.shut))
    : element('span', {}, tag('serving', 'good'));

function costs(cost) {
    if (!cost) {
        return [number('0'), number('-'), number('0')];
    }
    const calls = Math.max(1, cost.calls);
    return [
        number(count(cost.calls)),
        number((cost.nanos / 1e6 / calls).toFixed(3) + ' ms, ' + size(cost.bytes / calls)),
        number(count(cost.failures) + (cost.refused > 0 ? ', ' + count(cost.refused) + ' turned away' : '')),
    ];
}

async function update(unattended) {
    const view = await get({}, unattended);
    fill(find('rows'), view.plugins, plugin => plugin.name, plugin => [
        cell(element('strong', {}, plugin.name), element('br'), element('small', {className: 'muted'}, plugin.version + ', ' + plugin.file)),
        cell(state(plugin.cost)),
        cell(features(plugin)),
        ...costs(plugin.cost),
        element('td', {className: 'actions'},
            ...(plugin.previous ? [button('Roll back', plugin.name + ' to ' + plugin.previous, () => rollBack(plugin))] : []),
            button('Remove', plugin.name, () => remove(plugin), 'outline danger')),
    ], 'There is no plugin.');
    const refused = Object.entries(view.refused);
    find('refused-part').hidden = refused.length === 0;
    fill(find('refused'), refused, ([file]) => file, ([file, reason]) => [cell(file), cell(reason)], '');
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
    find('install').setAttribute('aria-busy', 'true');
    try {
        say(await post('install', {upload: waiting}));
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
