// A field for an option, fit for its type.

import {element, tag} from './common.js';

const NUMBERS = ['Byte', 'Short', 'Integer', 'Long', 'Float', 'Double'];

function input(setting) {
    const about = {id: 'value-' + setting.key, 'aria-describedby': 'about-' + setting.key + ' wrong-' + setting.key};
    if (setting.type === 'Boolean' && !setting.isList) {
        return element('input', {...about, type: 'checkbox', role: 'switch'});
    }
    if (setting.choices.length > 0 && !setting.isList) {
        const choices = setting.choices.includes(setting.text) ? setting.choices : [setting.text, ...setting.choices];
        return element('select', about, ...choices.map(choice => element('option', {value: choice}, choice)));
    }
    if (setting.isList) {
        return element('textarea', {...about, rows: 1 + Math.min(6, entries(setting.text).length), spellcheck: false});
    }
    if (setting.type === 'Password') {
        return element('input', {...about, type: 'password', autocomplete: 'new-password', placeholder: setting.isSet ? 'is set, and not shown' : 'is not set'});
    }
    const bounds = NUMBERS.includes(setting.type) ? {
        type: 'number',
        step: setting.type === 'Float' || setting.type === 'Double' ? 'any' : '1',
        ...(setting.min === null ? {} : {min: setting.min}),
        ...(setting.max === null ? {} : {max: setting.max}),
    } : {type: 'text', autocapitalize: 'none', spellcheck: false};
    return element('input', {...about, ...bounds, autocomplete: 'off'});
}

const entries = text => text.split(',').map(entry => entry.trim()).filter(entry => entry !== '');

function show(control, setting, text) {
    if (control.type === 'checkbox') {
        control.checked = text === 'true';
    } else {
        control.value = setting.isList ? entries(text).join('\n') : text;
    }
}

function rules(setting) {
    const isNumber = NUMBERS.includes(setting.type);
    const unit = isNumber ? '' : ' characters';
    return [
        ...(setting.isList ? ['one a line'] : []),
        ...(setting.choices.length > 0 && setting.isList ? ['of ' + setting.choices.join(', ')] : []),
        ...(setting.min === null ? [] : ['at least ' + setting.min + unit]),
        ...(setting.max === null ? [] : ['at most ' + setting.max + unit]),
        ...(setting.type === 'Password' ? [] : ['default: ' + (setting.defaultText === '' ? 'nothing' : setting.defaultText)]),
    ].join(', ');
}

/**
 * Makes the field of an option. It calls back when somebody changes it, and has: element; changed() whether it is to be
 * saved; resets() whether to its default; value(); complain(sentence), an empty one for none.
 */
export function field(setting, onchange) {
    const control = input(setting);
    const wrong = element('p', {id: 'wrong-' + setting.key, className: 'wrong', role: 'alert', hidden: true});
    const state = element('span', {});
    const reset = element('button', {type: 'button', className: 'outline secondary', hidden: !setting.isSet, 'aria-label': 'Reset ' + setting.key}, 'Reset');
    let resets = false;
    const value = () => control.type === 'checkbox' ? String(control.checked)
        : setting.isList ? control.value.split('\n').map(entry => entry.trim()).filter(entry => entry !== '').join(', ') : control.value;
    show(control, setting, setting.text);
    const shown = value();
    const changed = () => resets || value() !== shown;
    const look = () => {
        state.replaceChildren(resets ? tag('will be the default', 'bad') : changed() ? tag('not saved', 'bad') : setting.isSet ? tag('set') : tag('default', 'good'));
        onchange();
    };
    control.addEventListener('input', () => {
        resets = false;
        look();
    });
    reset.addEventListener('click', () => {
        resets = true;
        show(control, setting, setting.defaultText);
        look();
    });
    state.append(tag(setting.isSet ? 'set' : 'default', setting.isSet ? '' : 'good'));
    const made = element('div', {className: 'option'},
        element('div', {className: 'name'},
            element('label', {htmlFor: control.id}, setting.name === '' ? setting.key : setting.name),
            element('code', {}, setting.key), state, reset),
        control,
        wrong,
        element('p', {id: 'about-' + setting.key, className: 'muted'}, setting.description, setting.description === '' ? '' : ' ',
            element('small', {}, '(' + [setting.type.toLowerCase(), rules(setting)].filter(part => part !== '').join(', ') + ')')));
    return {
        element: made,
        key: setting.key,
        changed,
        resets: () => resets,
        value,
        complain(sentence) {
            wrong.textContent = sentence;
            wrong.hidden = sentence === '';
            control.setAttribute('aria-invalid', sentence === '' ? '' : 'true');
            if (sentence === '') {
                control.removeAttribute('aria-invalid');
            } else {
                control.focus();
            }
        },
    };
}
