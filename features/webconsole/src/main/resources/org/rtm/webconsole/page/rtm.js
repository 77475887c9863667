'use strict';

// The page of the routing table: what the address after '#' names is shown, and kept up to date.

const SECOND = 1000;
const LONGEST_WAIT = 20 * SECOND;
const SHOWN_CHANGES = 200;
const CHART = { width: 900, height: 190, left: 90, right: 12, top: 14, bottom: 28 };

const byId = (id) => document.getElementById(id);

/** Text is only ever put in as text: nothing of what the router answers is taken for markup. */
function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

function row(table, cells) {
  const columns = [...table.querySelectorAll('thead th')];
  const made = element('tr', { role: 'row' });
  cells.forEach((content, index) => {
    const cell = element('td', { role: 'cell', 'data-column': columns[index].textContent });
    cell.className = columns[index].className;
    const empty = content === '' || content === null;
    cell.classList.toggle('empty', empty);
    cell.append(empty ? '' : content);
    made.append(cell);
  });
  return made;
}

const count = (number, one, many) => `${number.toLocaleString('en')} ${number === 1 ? one : many}`;
const link = (href, text, type = '') => element('a', { href, class: type }, text);
const list = (texts) => element('ul', {}, ...texts.map((text) => element('li', {}, text)));

function age(millis) {
  const seconds = Math.max(0, Math.floor(millis / SECOND));
  const two = (number) => String(number).padStart(2, '0');
  const days = Math.floor(seconds / 86400);
  const time = `${two(Math.floor(seconds / 3600) % 24)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return days > 0 ? `${days}d ${time}` : time;
}

function address(page, parameters = {}) {
  const given = Object.entries(parameters).filter(([, value]) => value !== '' && value !== undefined);
  const query = new URLSearchParams(given).toString();
  return `#/${page}${query ? '?' + query : ''}`;
}

/** What the address after '#' says: a page, and what of it. */
function place() {
  const [path, query] = location.hash.replace(/^#\//, '').split('?');
  return { page: path || 'routes', query: new URLSearchParams(query || '') };
}

async function ask(what, parameters = {}) {
  const { signal } = work;
  const answer = await fetch(`rtm/${what}?${new URLSearchParams(parameters)}`, { cache: 'no-store', signal });
  if (!(answer.headers.get('Content-Type') || '').startsWith('application/json')) {
    throw new Error((await answer.text()).trim() || `the router answered ${answer.status}`);
  }
  const content = await answer.json();
  if (!answer.ok) {
    throw new Error(content.error);
  }
  return content;
}

function tell(problem) {
  const text = problem instanceof TypeError ? 'The router does not answer; asking again' : problem.message;
  if (byId('problem').textContent !== text) {
    byId('problem').textContent = text;
  }
  byId('problem').hidden = false;
}

function noProblem() {
  byId('problem').hidden = true;
  byId('problem').textContent = '';
}

// ---- which table

let status = { instances: [], notifications: [] };

const chosen = () => {
  const [instance, family] = (byId('table').value || '0 IPV4').split(' ');
  return { instance, family };
};

function chosenTable() {
  const { instance, family } = chosen();
  return status.instances
    .filter((it) => String(it.instance) === instance)
    .flatMap((it) => it.tables)
    .find((it) => it.family === family);
}

function options(select, wanted) {
  const value = select.value;
  const same = wanted.length === select.options.length
    && wanted.every(([key, text], i) => select.options[i].value === key && select.options[i].textContent === text);
  if (!same) {
    select.replaceChildren(...wanted.map(([key, text]) => element('option', { value: key }, text)));
    if (wanted.some(([key]) => key === value)) {
      select.value = value;
    }
  }
}

async function readStatus() {
  status = await ask('status');
  options(byId('table'), status.instances.flatMap((instance) =>
    instance.tables.map((table) => [`${instance.instance} ${table.family}`, `Instance ${instance.instance}, ${table.familyName}`])));
  const table = chosenTable();
  if (table) {
    options(byId('view'), [...table.views.map((view) => [String(view.id), view.name]), ['', 'all']]);
    options(byId('entity'), [['', 'all'], ...table.entities.map((entity) => [entity.id, `${entity.id} ${entity.name}`])]);
  }
}

function choose(instance, family) {
  const wanted = `${instance} ${family}`;
  if ([...byId('table').options].some((option) => option.value === wanted)) {
    byId('table').value = wanted;
  }
}

// ---- routes

/** What is searched for where the address does not say. */
const USUAL = { prefix: '', match: 'longer', view: '0', entity: '' };

function searchFrom(query) {
  for (const name of Object.keys(USUAL)) {
    const field = byId(name);
    const value = query.get(name);
    field.value = value !== null ? value : USUAL[name];
  }
}

async function showRoutes(query) {
  searchFrom(query);
  const parameters = { ...chosen(), prefix: byId('prefix').value, match: byId('match').value,
    view: query.has('view') ? query.get('view') : USUAL.view, entity: query.get('entity') || '', from: query.get('from') || '' };
  const asked = performance.now();
  const answer = await ask('routes', parameters);
  const table = byId('routes-table');
  const views = new Map((chosenTable() || { views: [] }).views.map((view) => [view.id, view.name]));
  const names = (mask) => [...views].filter(([id]) => (mask >>> id) & 1).map(([, name]) => name).join(', ');
  const now = Date.parse(answer.now);
  table.tBodies[0].replaceChildren(...answer.routes.map((route) => row(table, [
      link(address('routes', { ...chosen(), prefix: route.destination, match: 'exact' }), route.destination, 'address'),
      route.bestIn ? element('span', { class: 'best' }, names(route.bestIn)) : '',
      `${route.preference} / ${route.metric}`,
      list(route.ways),
      link(address('entity', { ...chosen(), id: route.owner }), route.owner),
      route.states.length ? element('span', { class: 'state' }, route.states.join(', ')) : '',
      age(now - Date.parse(route.updated)),
  ])));
  if (answer.family !== chosen().family) {
    choose(chosen().instance, answer.family);
  }
  const found = answer.routes.length === 0 ? 'No route found' : count(answer.routes.length, 'route', 'routes');
  byId('routes-status').textContent = `${found}${answer.next ? ' on this page, more on the next' : ''}, in ${Math.round(performance.now() - asked)} ms`;
  const again = Object.fromEntries(query);
  byId('next').hidden = !answer.next;
  byId('next').href = address('routes', { ...again, from: answer.next });
  byId('first').hidden = !query.has('from');
  delete again.from;
  byId('first').href = address('routes', again);
}

byId('search').addEventListener('submit', (event) => {
  event.preventDefault();
  const prefix = byId('prefix').value.trim();
  const anAddress = prefix !== '' && !prefix.includes('/');
  const match = anAddress && byId('match').value === 'longer' ? 'covering' : byId('match').value;
  const family = prefix === '' ? chosen().family : prefix.includes(':') ? 'IPV6' : 'IPV4';
  const view = byId('view').value;
  const wanted = `#/routes?${new URLSearchParams({ instance: chosen().instance, family, prefix, match, view, entity: byId('entity').value })}`;
  if (location.hash === wanted) {
    show();
  } else {
    location.hash = wanted;
  }
});

// ---- entities

function showEntities() {
  const table = byId('entities-table');
  const found = chosenTable();
  const entities = found ? found.entities : [];
  byId('entities-status').textContent = count(entities.length, 'entity', 'entities');
  table.tBodies[0].replaceChildren(...entities.map((entity) => row(table, [
    link(address('entity', { ...chosen(), id: entity.id }), entity.id),
    entity.name,
    entity.bundle,
    ...[entity.routes, entity.bestRoutes, entity.staleRoutes, entity.nextHops, handles(entity)]
      .map((number) => number.toLocaleString('en')),
  ])));
}

const handles = (entity) => Object.values(entity.handles).reduce((sum, number) => sum + number, 0);

function showEntity(query) {
  const id = query.get('id') || '';
  const found = chosenTable();
  const entity = found && found.entities.find((it) => it.id === id);
  if (!entity) {
    byId('entity-heading').textContent = id;
    byId('entity-facts').replaceChildren();
    throw new Error(`No entity '${id}' is registered in this table`);
  }
  byId('entity-heading').textContent = `${entity.id}, ${entity.name}`;
  const told = status.notifications.filter((it) =>
    it.entity === id && String(it.instance) === chosen().instance && it.family === chosen().family);
  const facts = [
    ['Bundle', entity.bundle || 'none'],
    entity.retentionLeftMillis > 0
      ? ['Ended', `its routes are kept for ${age(entity.retentionLeftMillis)} more`]
      : ['Registered', `${new Date(entity.since).toLocaleString()}, ${age(Date.parse(status.now) - Date.parse(entity.since))} ago`],
    ['Routes', `${entity.routes.toLocaleString('en')} of at most ${entity.routeLimit.toLocaleString('en')}`],
    ['Best in unicast', entity.bestRoutes.toLocaleString('en')],
    ['Stale routes', entity.staleRoutes.toLocaleString('en')],
    ['Next hops', entity.nextHops.toLocaleString('en')],
    ['Route lists', entity.routeLists.toLocaleString('en')],
    ['Handles not given back', Object.entries(entity.handles).map(([kind, number]) => `${number.toLocaleString('en')} ${kind}`).join(', ') || 'none'],
    ['Call-backs', `${entity.callbacks.toLocaleString('en')} run, ${entity.failedCallbacks.toLocaleString('en')} failed`],
    ['Methods', entity.blocksMethods ? 'blocked: invocations wait' : 'not blocked'],
    ...told.map((it) => ['Told of changes',
      `${it.pending.toLocaleString('en')} pending${it.pending ? `, the oldest for ${age(it.oldestMillis)}` : ''}; ${it.signals.toLocaleString('en')} signals, ${it.fetched.toLocaleString('en')} fetched`]),
  ];
  byId('entity-facts').replaceChildren(...facts.flatMap(([name, value]) => [element('dt', {}, name), element('dd', {}, value)]));
  byId('entity-routes').href = address('routes', { ...chosen(), entity: id });
}

// ---- changes

/** Which change was the last, and in which epoch: after a restart the router numbers them from 1 again. */
let lastChange = 0;
let changesEpoch = '';
let seenChanges = 0;
let paused = false;

async function showChanges() {
  const answer = await ask('changes', { after: lastChange, epoch: changesEpoch });
  if (paused) {
    return;
  }
  if (answer.epoch !== changesEpoch) {
    changesEpoch = answer.epoch;
    lastChange = 0;
  }
  const table = byId('changes-table');
  for (const change of answer.changes) {
    lastChange = change.number;
    const destination = change.destination
      ? link(address('routes', { instance: change.instance, family: change.family.toUpperCase(), prefix: change.destination, match: 'exact', view: '' }), change.destination, 'address')
      : '';
    table.tBodies[0].prepend(row(table, [
      new Date(change.time).toLocaleTimeString(), `${change.instance}, ${change.family}`, destination, change.text]));
  }
  seenChanges += answer.changes.length;
  while (table.tBodies[0].rows.length > SHOWN_CHANGES) {
    table.tBodies[0].lastElementChild.remove();
  }
  const text = seenChanges === 0 ? 'None yet' : `${count(seenChanges, 'change', 'changes')} seen`;
  if (byId('changes-status').textContent !== text) {
    byId('changes-status').textContent = text;
  }
}

byId('pause').addEventListener('click', () => {
  paused = !paused;
  byId('pause').textContent = paused ? 'Go on' : 'Pause';
});

byId('clear').addEventListener('click', () => {
  byId('changes-table').tBodies[0].replaceChildren();
  seenChanges = 0;
  byId('changes-status').textContent = 'None yet';
});

// ---- rates

let samples = [];
let sampled = '';
let samplesEpoch = '';

async function showRates() {
  const { instance, family } = chosen();
  if (sampled !== `${instance} ${family}`) {
    samples = [];
    sampled = `${instance} ${family}`;
  }
  const last = samples.length ? samples[samples.length - 1].number : 0;
  const answer = await ask('samples', { instance, family, after: last, epoch: samplesEpoch });
  if (answer.epoch !== samplesEpoch) {
    samplesEpoch = answer.epoch;
    samples = [];
  }
  samples = [...samples, ...answer.samples].slice(-answer.kept);
  const rates = samples.map((sample, i) => {
    const previous = samples[i - 1];
    // A table that came anew counts from nothing.
    const rate = previous ? (sample.changes - previous.changes) * SECOND / Math.max(1, sample.millis - previous.millis) : 0;
    return { millis: sample.millis, value: Math.max(0, Math.round(rate)) };
  });
  const routes = samples.map((sample) => ({ millis: sample.millis, value: sample.routes }));
  const destinations = samples.map((sample) => ({ millis: sample.millis, value: sample.destinations }));
  const now = (points) => (points.length ? points[points.length - 1].value : 0).toLocaleString('en');
  const most = (points) => Math.max(0, ...points.map((point) => point.value)).toLocaleString('en');
  byId('rate-summary').replaceChildren(element('span', { class: 'key-one' }, 'Changes'), ` now ${now(rates)}, at most ${most(rates)}`);
  byId('size-summary').replaceChildren(
    element('span', { class: 'key-one' }, 'Routes'), ` now ${now(routes)}, at most ${most(routes)}; `,
    element('span', { class: 'key-two' }, 'destinations'), ` (broken line) now ${now(destinations)}, at most ${most(destinations)}`);
  chart(byId('rate-chart'), `Changes in a second: now ${now(rates)}, at most ${most(rates)} in the last ten minutes`, [rates]);
  chart(byId('size-chart'), `Routes: now ${now(routes)}, at most ${most(routes)}; destinations: now ${now(destinations)}, at most ${most(destinations)}, in the last ten minutes`, [routes, destinations]);
  const table = byId('samples-table');
  table.tBodies[0].replaceChildren(...samples.map((sample, i) => row(table, [
    new Date(sample.millis).toLocaleTimeString(),
    ...[rates[i].value, sample.routes, sample.destinations].map((number) => number.toLocaleString('en'))])).slice(-60).reverse());
}

function drawn(name, attributes, text = '') {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) {
    made.setAttribute(key, value);
  }
  made.append(text);
  return made;
}

/** The next larger 1, 2 or 5 and zeros. */
function roundUp(value) {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, value)));
  return [1, 2, 5, 10].map((factor) => factor * power).find((limit) => limit >= value);
}

function chart(where, title, lines) {
  const { width, height, left, right, top, bottom } = CHART;
  const svg = drawn('svg', { viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': title });
  const end = Math.max(...lines.flat().map((point) => point.millis));
  const limit = roundUp(Math.max(1, ...lines.flat().map((point) => point.value)));
  const x = (millis) => width - right - (end - millis) / (600 * SECOND) * (width - left - right);
  const y = (value) => top + (1 - value / limit) * (height - top - bottom);
  for (const part of limit === 1 ? [0, 1] : [0, 0.5, 1]) {
    svg.append(drawn('line', { class: 'grid', x1: left, x2: width - right, y1: y(limit * part), y2: y(limit * part) }));
    svg.append(drawn('text', { x: left - 8, y: y(limit * part) + 4, 'text-anchor': 'end' }, (limit * part).toLocaleString('en')));
  }
  for (const minutes of [10, 5, 0]) {
    const at = minutes === 0 ? 'now' : `${minutes} min ago`;
    svg.append(drawn('text', { x: width - right - minutes / 10 * (width - left - right), y: height - 8,
      'text-anchor': minutes === 0 ? 'end' : minutes === 10 ? 'start' : 'middle' }, at));
  }
  lines.forEach((points, i) => {
    svg.append(drawn('polyline', { class: i === 0 ? 'one' : 'two',
      points: points.map((point) => `${x(point.millis).toFixed(1)},${y(point.value).toFixed(1)}`).join(' ') }));
  });
  where.replaceChildren(svg);
}

// ---- going from page to page

const PAGES = {
  routes: { section: 'routes', title: () => 'Routes', show: showRoutes },
  entities: { section: 'entities', title: () => 'Entities', show: showEntities, again: showEntities },
  entity: { section: 'entity-page', title: (query) => query.get('id'), show: showEntity, again: showEntity },
  changes: { section: 'changes', title: () => 'Changes', show: showChanges, again: showChanges },
  rates: { section: 'rates', title: () => 'Rates', show: showRates, again: showRates },
};

/** What the page waits for now. It is one thing at a time: the answers of what it did before are dropped. */
let work = new AbortController();
let nextLook = 0;

/**
 * Does what asks the router, instead of what is under way, and looks again a second later.
 *
 * Returns whether it came to its end, well or not: false where something else was begun meanwhile.
 */
async function instead(action) {
  work.abort();
  clearTimeout(nextLook);
  const mine = new AbortController();
  work = mine;
  // A router that has gone without a word never answers.
  const tooLong = setTimeout(() => mine.abort(new TypeError('no answer')), LONGEST_WAIT);
  try {
    await action();
    noProblem();
  } catch (problem) {
    if (work === mine) {
      tell(problem);
    }
  }
  clearTimeout(tooLong);
  if (work !== mine) {
    return false;
  }
  nextLook = setTimeout(again, SECOND);
  return true;
}

async function show(moveFocus = true) {
  const { page, query } = place();
  const target = PAGES[page] || PAGES.routes;
  for (const { section } of Object.values(PAGES)) {
    byId(section).hidden = section !== target.section;
  }
  for (const each of document.querySelectorAll('nav a')) {
    const current = each.dataset.page === page || (page === 'entity' && each.dataset.page === 'entities');
    if (current) {
      each.setAttribute('aria-current', 'page');
    } else {
      each.removeAttribute('aria-current');
    }
  }
  document.title = `${target.title(query)} - RTM`;
  const isShown = await instead(async () => {
    await readStatus();
    if (query.has('instance') || query.has('family')) {
      choose(query.get('instance') || '0', query.get('family') || 'IPV4');
      await readStatus();
    }
    await target.show(query);
  });
  if (!isShown) {
    return;
  }
  document.body.dataset.shown = location.hash || '#/routes';
  if (moveFocus) {
    byId(target.section).querySelector('h1').focus();
  }
}

/** Once a second, while somebody looks. */
function again() {
  const { page, query } = place();
  const target = PAGES[page];
  if (document.hidden || !target || !target.again) {
    nextLook = setTimeout(again, SECOND);
    return;
  }
  instead(async () => {
    if (page !== 'changes') {
      await readStatus();
    }
    await target.again(query);
  });
}

byId('table').addEventListener('change', () => {
  const { page } = place();
  location.hash = address(page === 'entity' ? 'entities' : page, chosen());
});
window.addEventListener('hashchange', () => show());
show(false);
