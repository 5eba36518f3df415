// What all tabs share: requests, what is said about them, questions, tables.

const token = document.querySelector('meta[name="jackdaw-token"]').content;
const here = location.pathname;

/** Makes an element; its children are elements or texts. */
export function element(name, properties = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(properties)) {
        if (key.includes('-')) {
            made.setAttribute(key, value);
        } else {
            made[key] = value;
        }
    }
    made.append(...children);
    return made;
}

export const find = id => document.getElementById(id);

/** Returns the answer to a request, or throws an error whose message is for the administrator. */
async function request(path, options) {
    let response;
    try {
        response = await fetch(here + '/' + path, {credentials: 'same-origin', ...options});
    } catch {
        throw new Error('The server does not answer.');
    }
    if (response.status === 401) {
        location.assign('/login?to=' + encodeURIComponent(here));
        return new Promise(() => {});
    }
    const type = response.headers.get('Content-Type') ?? '';
    if (!type.includes('json')) {
        throw new Error((await response.text()).trim() || 'The server answered ' + response.status + '.');
    }
    const answer = await response.json();
    if (!response.ok) {
        throw new Error(answer.refused ?? 'The server answered ' + response.status + '.');
    }
    return answer;
}

/** Fetches what the page shows; unattended says that nobody asked for it but the page itself. */
export function get(values, unattended = false) {
    const query = new URLSearchParams(values).toString();
    return request('data.json?' + query, {headers: unattended ? {'Jackdaw-Unattended': 'yes'} : {}});
}

/** Asks for a change; returns what there is to say about it. */
export async function post(action, values) {
    const answer = await request(action, {
        method: 'POST',
        headers: {'Jackdaw-Token': token},
        body: new URLSearchParams(values),
    });
    return answer.said;
}

/** Sends a file as it is. */
export async function upload(action, file) {
    const answer = await request(action + '?' + new URLSearchParams({file: file.name}), {
        method: 'POST',
        headers: {'Jackdaw-Token': token, 'Content-Type': 'application/octet-stream'},
        body: file,
    });
    return answer.said;
}

function show(id, text) {
    find(id).textContent = text;
    find(id).hidden = text === '';
}

export function say(text) {
    show('problem', '');
    show('said', text);
}

export function complain(error) {
    show('said', '');
    show('problem', error.message);
}

/** Runs what an administrator asked for; whatever goes wrong is said. */
export async function attempt(work) {
    try {
        await work();
    } catch (error) {
        complain(error);
    }
}

/**
 * Asks a question, and returns what was typed, or true if there is nothing to type, or false.
 * question: title, text, button, and maybe danger, label, type, value, expected (what must be typed).
 */
export function ask(question) {
    const dialog = find('ask');
    const input = find('ask-input');
    const yes = find('ask-yes');
    find('ask-title').textContent = question.title;
    find('ask-text').textContent = question.text ?? '';
    find('ask-label').hidden = !question.label;
    find('ask-label').firstElementChild.textContent = question.label ?? '';
    input.type = question.type ?? 'text';
    input.value = question.value ?? '';
    input.required = Boolean(question.label) && question.type === 'password';
    input.autocomplete = question.type === 'password' ? 'new-password' : 'off';
    yes.textContent = question.button;
    yes.className = question.danger ? 'danger' : '';
    const check = () => {
        yes.disabled = question.expected !== undefined && input.value !== question.expected;
    };
    check();
    return new Promise(resolve => {
        let result = false;
        input.oninput = check;
        find('ask-no').onclick = () => dialog.close();
        dialog.querySelector('form').onsubmit = () => {
            result = question.label ? input.value : true;
        };
        dialog.onclose = () => {
            input.value = '';
            resolve(result);
        };
        dialog.showModal();
        (question.label ? input : find('ask-no')).focus();
    });
}

/** Fills the body of a table; rows that are as they were stay, so that whoever uses one is not disturbed. */
export function fill(body, items, keyOf, cellsOf, nothing) {
    const old = new Map([...body.rows].map(row => [row.dataset.key, row]));
    const rows = items.map(item => {
        const key = keyOf(item);
        const content = JSON.stringify(item);
        const before = old.get(key);
        if (before && before.dataset.content === content) {
            return before;
        }
        const row = element('tr', {}, ...cellsOf(item));
        row.dataset.key = key;
        row.dataset.content = content;
        const headings = body.parentElement.tHead.rows[0].cells;
        [...row.cells].forEach((cell, i) => {
            cell.dataset.label = headings[i].dataset.label ?? headings[i].textContent;
        });
        if (before) {
            keepFocus(before, row);
        }
        return row;
    });
    if (rows.length === 0) {
        const columns = body.parentElement.tHead.rows[0].cells.length;
        rows.push(element('tr', {}, element('td', {colSpan: columns, className: 'empty'}, nothing)));
    }
    const same = rows.length === body.rows.length && rows.every((row, i) => row === body.rows[i]);
    if (!same) {
        body.replaceChildren(...rows);
        rows.forEach(row => row.querySelector('[data-focus]')?.focus());
        rows.forEach(row => row.querySelector('[data-focus]')?.removeAttribute('data-focus'));
    }
}

function keepFocus(before, after) {
    const focusable = row => [...row.querySelectorAll('button, summary')];
    const index = focusable(before).indexOf(document.activeElement);
    before.querySelectorAll('details').forEach((details, i) => {
        const same = after.querySelectorAll('details')[i];
        if (same) {
            same.open = details.open;
        }
    });
    if (index >= 0) {
        focusable(after)[index]?.setAttribute('data-focus', '');
    }
}

export const cell = (...children) => element('td', {}, ...children);
export const number = text => element('td', {className: 'number'}, text);
export const tag = (text, kind = '') => element('span', {className: 'tag ' + kind}, text);

/** Makes a button; its label for a screen reader says what it is for. */
export function button(text, about, onclick, className = 'outline') {
    return element('button', {type: 'button', className, onclick: () => attempt(onclick), 'aria-label': (text + ' ' + about).trim()}, text);
}

/** Brings the page up to date now and every few seconds, while it is seen. That it cannot is said until it can again. */
export function every(seconds, work) {
    let trouble = '';
    const tick = async unattended => {
        try {
            if (!document.hidden) {
                await work(unattended);
                if (trouble !== '' && find('problem').textContent === trouble) {
                    show('problem', '');
                }
                trouble = '';
            }
        } catch (error) {
            trouble = error.message;
            complain(error);
        }
        setTimeout(() => tick(true), seconds * 1000);
    };
    tick(false);
}

/** Calls back when somebody has stopped typing. */
export function typed(input, work) {
    let timer;
    input.addEventListener('input', () => {
        clearTimeout(timer);
        timer = setTimeout(() => attempt(work), 250);
    });
}

export const count = value => value.toLocaleString('en', {maximumFractionDigits: value < 10 ? 1 : 0});

export function size(bytes) {
    const units = ['B', 'kB', 'MB', 'GB', 'TB'];
    let unit = 0;
    while (bytes >= 1000 && unit < units.length - 1) {
        bytes /= 1000;
        unit++;
    }
    return count(bytes) + ' ' + units[unit];
}

/** Returns how long ago or how long something is, by its largest unit. */
export function duration(millis) {
    const seconds = Math.max(0, Math.round(millis / 1000));
    const units = [[86400, 'days'], [3600, 'h'], [60, 'min']];
    for (const [length, name] of units) {
        if (seconds >= 2 * length) {
            return Math.floor(seconds / length) + ' ' + name;
        }
    }
    return seconds + ' s';
}

export const moment = millis => new Date(millis).toISOString().replace('T', ' ').slice(0, 16) + ' UTC';
