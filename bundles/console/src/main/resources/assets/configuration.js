import {ask, attempt, button, cell, complain, element, every, fill, find, get, moment, number, post, say, tag} from './common.js';
import {field} from './fields.js';

const pid = new URLSearchParams(location.search).get('pid') ?? '';
let sheet = null;
let fields = [];
let sections = [];

async function undo(change) {
    const sure = await ask({
        title: 'Undo change ' + change.id + '?',
        text: change.pid + ' becomes as it was before this change, at once. It was: ' + change.diff.join(', '),
        button: 'Undo',
        danger: true,
    });
    if (sure) {
        say(await post('undo', {id: change.id}));
        await (pid === '' ? update(false) : load());
    }
}

const diff = lines => element('div', {className: 'diff'}, ...lines.map(line =>
    element('code', {className: line.startsWith('+') ? 'came' : line.startsWith('-') ? 'went' : ''}, line)));

function showHistory(changes) {
    fill(find('history'), changes, change => String(change.id), change => [
        cell(String(change.id)),
        cell(moment(change.time)),
        cell(change.who, ...(change.undoes > 0 ? [element('br'), element('small', {className: 'muted'}, 'undoing ' + change.undoes)] : [])),
        cell(...(pid === '' ? [element('a', {href: address(change.pid)}, change.pid)] : []), diff(change.diff)),
        element('td', {className: 'actions'}, button('Undo', 'change ' + change.id, () => undo(change), 'outline danger')),
    ], 'Nothing was changed.');
}

const address = name => '/console/configuration?pid=' + encodeURIComponent(name);

function showList() {
    const part = find('search').value.trim().toLowerCase();
    const found = sections.filter(section => (section.pid + ' ' + section.name + ' ' + section.description).toLowerCase().includes(part));
    fill(find('rows'), found, section => section.pid, section => [
        cell(element('a', {href: address(section.pid)}, section.name === '' ? section.pid : section.name), element('br'),
            element('small', {className: 'muted'}, section.pid)),
        cell(section.description, ...(section.refused === null ? [] : [element('br'), tag('refused', 'bad'), ' ' + section.refused])),
        number(section.set + ' of ' + section.options),
    ], 'No section has that in its name.');
}

const changed = () => fields.filter(one => one.changed());

function look() {
    const dirty = changed().length;
    find('save').disabled = dirty === 0;
    find('dirty').textContent = dirty === 0 ? '' : dirty === 1 ? '1 option is not saved' : dirty + ' options are not saved';
}

async function load() {
    sheet = await get({pid});
    find('sheet-title').textContent = sheet.name === '' ? sheet.pid : sheet.name;
    find('sheet-text').textContent = sheet.description;
    find('sheet-file').textContent = sheet.path;
    fields = sheet.settings.map(setting => field(setting, look));
    find('inputs').replaceChildren(...fields.map(one => one.element));
    find('stale').hidden = true;
    showRest(sheet);
    look();
}

function showRest(now) {
    find('sheet-refused').hidden = now.refused === null;
    find('sheet-refused').textContent = now.refused === null ? '' : 'Refused, what was before is in force: ' + now.refused;
    showHistory(now.history);
}

/** The server's sentence stands beside the field that it is about. */
function blame(error) {
    const about = fields.find(one => error.message.startsWith('Refused: ' + sheet.path + ': ' + one.key + ' = ')
        || error.message.startsWith('Refused: ' + sheet.path + ': ' + one.key + ': '));
    about?.complain(error.message);
    complain(about ? new Error('Nothing is saved: ' + about.key + ' has a wrong value.') : error);
}

async function save() {
    const values = {pid, version: sheet.version, set: [], reset: []};
    for (const one of changed()) {
        one.complain('');
        (one.resets() ? values.reset : values.set).push(one.key);
        if (!one.resets()) {
            values['value.' + one.key] = one.value();
        }
    }
    fields.forEach(one => one.complain(''));
    try {
        say(await post('save', {...values, set: values.set.join(','), reset: values.reset.join(',')}));
        await load();
    } catch (error) {
        blame(error);
        await update(false);
    }
}

/** Whoever is at a form keeps what was typed, and hears if somebody else was faster. */
async function update(unattended) {
    const view = await get(pid === '' ? {} : {pid}, unattended);
    if (pid === '') {
        sections = view.sections;
        showList();
        showHistory(view.history);
    } else if (view.version !== sheet.version && changed().length === 0) {
        await load();
    } else {
        find('stale').hidden = view.version === sheet.version;
        showRest(view);
    }
}

find(pid === '' ? 'list' : 'sheet').hidden = false;
find('search-form').addEventListener('submit', event => event.preventDefault());
find('search').addEventListener('input', showList);
find('reload').addEventListener('click', () => attempt(load));
find('fields').addEventListener('submit', event => {
    event.preventDefault();
    attempt(save);
});
window.addEventListener('beforeunload', event => {
    if (changed().length > 0) {
        event.preventDefault();
    }
});
every(4, async unattended => {
    if (pid !== '' && sheet === null) {
        await load();
    } else {
        await update(unattended);
    }
});
