// A tab that a plugin brings: what it has to show comes as data. All of it is text, whoever wrote it.
import {attempt, button, element, find, get, post, say} from './common.js';

const here = location.pathname;
const address = values => here + '?' + new URLSearchParams(values);
const parameters = () => Object.fromEntries(new URLSearchParams(location.search));

/** Returns a field with its label; nothing of it is shared with other fields of the name. */
function field(asked) {
    const label = element('label', {}, asked.label + ' ');
    const input = asked.choices.length === 0
        ? element('input', {name: asked.name, autocomplete: 'off', autocapitalize: 'none', spellcheck: false, value: asked.value})
        : element('select', {name: asked.name}, ...asked.choices.map(choice =>
            element('option', {value: choice, selected: choice === asked.value}, choice)));
    label.append(input);
    return label;
}

const values = form => Object.fromEntries(new FormData(form));

/** Asks what an action asks; returns what was typed, or nothing. */
function confirm(action) {
    const dialog = find('act');
    const form = find('act-form');
    find('act-title').textContent = action.label;
    find('act-text').textContent = action.question;
    find('act-text').hidden = action.question === '';
    find('act-fields').replaceChildren(...action.fields.map(field));
    find('act-yes').textContent = action.label;
    find('act-yes').className = action.question === '' ? '' : 'danger';
    return new Promise(resolve => {
        let typed = null;
        find('act-no').onclick = () => dialog.close();
        form.onsubmit = () => {
            typed = values(form);
        };
        dialog.onclose = () => resolve(typed);
        dialog.showModal();
        (form.querySelector('input, select') ?? find('act-no')).focus();
    });
}

async function act(action) {
    const isAsked = action.question !== '' || action.fields.length > 0;
    const typed = isAsked ? await confirm(action) : {};
    if (typed !== null) {
        say(await post(action.name, {...action.parameters, ...typed}));
        await update();
    }
}

const does = (action, about) => button(action.label, about, () => act(action), 'outline' + (action.question === '' ? '' : ' danger'));

const TIME = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/;
const LONGEST_NAME = 30;

/** Characters that are side by side in a table that is wide. */
const WIDTH = 120;

/** Returns a text that is broken, if it must be, behind the local part of an address. */
const broken = text => element('bdi', {}, ...text.split(/(?<=@)/).flatMap((part, i) => i === 0 ? [part] : [element('wbr'), part]));

/** Returns how a text may be broken: nowhere, if it is a time or what a row is about; between words, if they are short; anywhere. */
function breaks(text, about, columns) {
    if (TIME.test(text) || (text === about && text.length <= LONGEST_NAME)) {
        return 'whole';
    }
    return text.split(' ').every(word => word.length <= WIDTH / columns) ? 'words' : '';
}

function cell(shown, label, row) {
    const about = row[0].text;
    const text = broken(shown.text);
    const content = shown.link === null ? text : element('a', {href: address(shown.link)}, text);
    const made = element('td', {}, shown.text === '' ? '' : content, ...shown.actions.map(action => does(action, about)));
    made.className = label === '' ? 'actions' : shown.text === '' && shown.actions.length === 0 ? 'blank' : breaks(shown.text, about, row.length);
    made.classList.toggle('linked', shown.link !== null);
    made.dataset.label = label;
    return made;
}

function table(part) {
    const heads = part.columns.map(name => element('th', {scope: 'col', className: name === '' ? 'actions' : ''}, name));
    const rows = part.rows.map(row => element('tr', {}, ...row.map((shown, i) => cell(shown, part.columns[i], row))));
    const nothing = element('tr', {}, element('td', {colSpan: heads.length, className: 'empty'}, part.nothing));
    return [
        ...(part.title === '' ? [] : [element('h2', {}, part.title)]),
        element('table', {'aria-label': part.title === '' ? document.title : part.title},
            element('thead', {}, element('tr', {}, ...heads)),
            element('tbody', {}, ...(rows.length === 0 ? [nothing] : rows))),
    ];
}

function search(part) {
    const form = element('form', {className: 'line'}, ...part.fields.map(field), element('button', {type: 'submit'}, part.button));
    form.addEventListener('submit', event => {
        event.preventDefault();
        const typed = Object.entries(values(form)).filter(([, value]) => value !== '');
        location.assign(address({...part.parameters, ...Object.fromEntries(typed)}));
    });
    return [element('search', {}, form)];
}

/** Returns a link; the one to what is shown already says so. */
function way(link) {
    const sorted = values => JSON.stringify(Object.entries(values).sort());
    const made = element('a', {href: address(link.parameters)}, link.text);
    if (sorted(link.parameters) === sorted(parameters())) {
        made.setAttribute('aria-current', 'page');
    }
    return made;
}

const KINDS = {
    text: part => [element('p', {}, element('bdi', {}, part.text))],
    search,
    table,
    links: part => part.links.length === 0 ? [] : [element('nav', {className: 'ways', 'aria-label': 'Ways'}, ...part.links.map(way))],
    actions: part => [element('p', {className: 'deeds'}, ...part.actions.map(action => does(action, '')))],
};

async function update() {
    const screen = await get(parameters());
    find('screen').replaceChildren(
        ...(screen.title === '' ? [] : [element('h2', {className: 'screen-title'}, element('bdi', {}, screen.title))]),
        ...screen.parts.flatMap(part => KINDS[part.kind](part)));
}

attempt(update);
