/**
 * The same data on a wall as such walls are usually built: a canvas of 1920 × 1080 that CSS scales to the screen, every
 * panel an ECharts instance, and at each poll the whole answer handed to every chart with `setOption(option, true)`: what
 * vue-echarts does when its option is replaced and not updated. Drawn plainly, by the shape of the data.
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';

export interface UsualPanel {
  id: string;
  /** Columns and rows of a 24 × 18 grid. */
  x: number;
  y: number;
  w: number;
  h: number;
  map: boolean;
}

const ECHARTS = readFileSync(createRequire(import.meta.url).resolve('echarts/dist/echarts.min.js'));

/** In the page. Plain JavaScript, as it is sent. */
const SCRIPT = `
const { panels, shapes } = window.WALL;
const stage = document.querySelector('#stage');
const scale = () => { stage.style.transform = 'scale(' + innerWidth / 1920 + ',' + innerHeight / 1080 + ')'; };
addEventListener('resize', scale);
scale();
if (shapes) echarts.registerMap('city', shapes);
const params = new URLSearchParams(location.search);
const animation = params.get('still') === null;
const numbers = (value) => Object.values(value).every((one) => one === null || typeof one === 'number');
// Every run of numbers is a series, every list of records a table.
function parts(value, path, found) {
  if (Array.isArray(value) && value.length > 2 && numbers(value)) found.series.push({ name: path, keys: value.map((_, i) => String(i)), values: value });
  else if (Array.isArray(value) && value.length > 0 && typeof value[0] === 'object' && value[0]) found.tables.push(value);
  else if (value && typeof value === 'object') {
    const keys = Object.keys(value);
    if (!Array.isArray(value) && keys.length > 1 && numbers(value)) found.series.push({ name: path, keys, values: Object.values(value) });
    else for (const key of keys) parts(value[key], path ? path + '.' + key : key, found);
  } else if (typeof value === 'number') found.numbers.push(value);
  return found;
}
const text = (value) => String(value ?? '').replace(/[<&]/g, ' ');
const views = panels.map((panel) => {
  const box = document.createElement('section');
  box.style.cssText = 'left:' + panel.x * 80 + 'px;top:' + panel.y * 60 + 'px;width:' + (panel.w * 80 - 8) + 'px;height:' + (panel.h * 60 - 8) + 'px';
  box.innerHTML = '<h2>' + panel.id + '</h2><div class="chart"></div><div class="list"></div>';
  stage.append(box);
  const chart = echarts.init(box.querySelector('.chart'), 'dark', { devicePixelRatio: 1 });
  return { panel, list: box.querySelector('.list'), chart };
});
function draw(view, value) {
  const found = parts(value, '', { series: [], tables: [], numbers: [] });
  const keys = [...new Set(found.series.flatMap((one) => one.keys))];
  const series = found.series.slice(0, 8).map((one, i) => view.panel.map && i === 0
    ? { type: 'map', map: 'city', nameProperty: 'code', data: one.keys.map((key, n) => ({ name: key, value: one.values[n] })) }
    : { type: one.keys.length > 12 ? 'line' : 'bar', name: one.name, smooth: true, areaStyle: one.keys.length > 12 ? {} : undefined,
        data: keys.map((key) => { const at = one.keys.indexOf(key); return at < 0 ? null : one.values[at]; }) });
  const charted = view.panel.map ? series.slice(0, 1) : series;
  view.chart.setOption({
    animation,
    tooltip: {},
    ...(view.panel.map ? { visualMap: { min: 0, max: 100, show: false } } : { legend: {}, xAxis: { type: 'category', data: keys }, yAxis: { type: 'value' }, grid: { left: 40, right: 10, top: 30, bottom: 24 } }),
    series: charted,
  }, true);
  view.list.innerHTML = '<b class="number">' + text(found.numbers[0]) + '</b>' + found.tables.slice(0, 1).map((rows) => '<table>' + rows.slice(0, 12).map((row) =>
    '<tr>' + Object.values(row).filter((one) => typeof one !== 'object').slice(0, 5).map((one) => '<td>' + text(one) + '</td>').join('') + '</tr>').join('') + '</table>').join('');
}
window.polls = 0;
async function poll() {
  const data = await (await fetch('/data')).json();
  for (const view of views) draw(view, data[view.panel.id]);
  window.polls++;
}
setInterval(poll, 1000 / Number(params.get('hz')));
poll();
`;
const STYLE = `body{margin:0;overflow:hidden;background:#04103a;color:#fff;font:14px sans-serif}#stage{position:relative;width:1920px;height:1080px;transform-origin:0 0}
section{position:absolute;box-sizing:border-box;border:1px solid #1d4f9c;display:flex;flex-direction:column;overflow:hidden}h2{margin:4px;font-size:16px}.chart{flex:1;min-height:40px}.list{max-height:60%;overflow:hidden}.number{font-size:28px}`;

/** Serves the page and its data; `data` gives what each panel shows now. */
export async function usualWall(
  panels: readonly UsualPanel[],
  shapes: unknown,
  data: () => Record<string, unknown>,
): Promise<{ address: string; close(): void }> {
  const wall = JSON.stringify({ panels, shapes }).replaceAll('<', '\\u003c');
  const page = `<!doctype html><meta charset="utf-8"><style>${STYLE}</style><div id="stage"></div><script src="/echarts.js"></script><script>window.WALL=${wall}</script><script>${SCRIPT}</script>`;
  const server = createServer((request, response) => {
    const path = request.url!.split('?')[0];
    if (path === '/echarts.js') response.setHeader('content-type', 'text/javascript').end(ECHARTS);
    else if (path === '/data') response.setHeader('content-type', 'application/json').end(JSON.stringify(data()));
    else response.setHeader('content-type', 'text/html').end(page);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => void (server.closeAllConnections(), server.close()),
  };
}
