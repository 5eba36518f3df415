import {cell, count, duration, element, every, fill, find, get, number, size, tag} from './common.js';

const KEPT = 300;
const COLOURS = ['#3b82f6', '#f59e0b', '#10b981', '#ef4444', '#8b5cf6'];
const samples = [];
const charts = new Map();

const colour = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

const HEIGHT = 180;
const STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 2e5, 5e5, 1e6];

const clock = seconds => seconds == null ? '-' : new Date(seconds * 1000).toLocaleTimeString('en-GB');

function axis(extra = {}) {
    const muted = colour('--pico-muted-color');
    const grid = {stroke: colour('--pico-muted-border-color'), width: 1};
    return {stroke: muted, grid, ticks: grid, ...extra};
}

/** Draws lines over time; made anew when the lines are others, or the colours of the page. */
function draw(id, labels, rows) {
    const place = find(id);
    const dark = matchMedia('(prefers-color-scheme: dark)').matches;
    const key = labels.join('\n') + dark;
    const data = [samples.map(sample => sample.time / 1000), ...rows];
    let chart = charts.get(id);
    if (!chart || chart.key !== key) {
        chart?.plot.destroy();
        const plot = new uPlot({
            width: place.clientWidth,
            height: HEIGHT,
            cursor: {drag: {setScale: false}},
            hooks: {ready: [sayLast]},
            scales: {y: {range: (_, least, most) => [0, Math.max(1, (most ?? 0) * 1.15)]}},
            axes: [axis({space: 80, values: (_, moments) => moments.map(clock)}), axis({size: 46, incrs: STEPS})],
            series: [{label: 'at', value: (_, seconds) => clock(seconds)}, ...labels.map((label, i) => ({
                label,
                stroke: COLOURS[i % COLOURS.length],
                fill: labels.length === 1 ? COLOURS[0] + '22' : undefined,
                width: 2,
                points: {show: false},
                value: (_, value) => value == null ? '-' : count(value),
            }))],
        }, data, place);
        charts.set(id, {key, plot});
    } else {
        chart.plot.setData(data);
    }
    sayLast(charts.get(id).plot);
}

/** Shows the last values below the lines, unless somebody points at others. */
function sayLast(plot) {
    if (plot.cursor.idx == null) {
        plot.setLegend({idx: samples.length - 1});
    }
}

addEventListener('resize', () => charts.forEach(({plot}, id) =>
    plot.setSize({width: find(id).clientWidth, height: HEIGHT})));

function drawPlugins() {
    const total = new Map();
    samples.forEach(sample => sample.plugins.forEach(load =>
        total.set(load.name, (total.get(load.name) ?? 0) + load.cpu)));
    const busiest = [...total].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]))
        .slice(0, COLOURS.length).map(([name]) => name).sort();
    draw('chart-plugins', busiest.map(name => name.replace('org.jackdaw.', '')), busiest.map(name =>
        samples.map(sample => sample.plugins.find(load => load.name === name)?.cpu ?? null)));
}

function loads(sample) {
    fill(find('plugins'), [...sample.plugins].sort((a, b) => b.cpu - a.cpu || b.calls - a.calls), load => load.name, load => [
        cell(load.name, ' ', ...(load.shut ? [tag('left alone', 'bad')] : [])),
        number(count(load.calls)),
        number(count(load.failures)),
        number(load.cpu.toFixed(1) + ' %'),
        number(size(load.bytes)),
    ], 'No plugin has been called yet.');
}

async function update(unattended) {
    const view = await get({after: samples.at(-1)?.number ?? 0}, unattended);
    if (view.samples.length > 0 && samples.length > 0 && view.samples[0].number < samples.at(-1).number) {
        samples.length = 0;
    }
    samples.push(...view.samples);
    samples.splice(0, Math.max(0, samples.length - KEPT));
    find('up').textContent = duration(view.upMillis);
    find('version').textContent = view.version;
    find('domains').textContent = view.domains.join(', ');
    const last = samples.at(-1);
    if (!last) {
        return;
    }
    find('sessions').textContent = count(last.sessions);
    find('messages').textContent = count(last.messages);
    find('stanzas').textContent = count(last.received) + ' / ' + count(last.sent);
    find('heap').textContent = size(last.heap);
    find('heap').title = 'of at most ' + size(view.heapMost);
    draw('chart-sessions', ['sessions'], [samples.map(sample => sample.sessions)]);
    draw('chart-messages', ['messages', 'stanzas in', 'stanzas out'], [
        samples.map(sample => sample.messages),
        samples.map(sample => sample.received),
        samples.map(sample => sample.sent)]);
    draw('chart-heap', ['used'], [samples.map(sample => sample.heap / 1e6)]);
    drawPlugins();
    loads(last);
}

every(2, update);
