// A job drawn: stages and the tuple groups between them, in layers from left to right.
import { html, nothing, svg } from '../core/view.js';
import { t } from '../core/i18n.js';

const STAGE = { width: 168, height: 58 };
const GROUP = { width: 132, height: 32 };
const GAP = { x: 46, y: 22 };
const MARGIN = 10;
const LETTERS = { stage: 20, group: 17 };

export function jobGraph(job) {
  const { nodes, edges, width, height } = layout(job);
  return html`<svg width=${width} height=${height} viewBox="0 0 ${width} ${height}" role="img" aria-label=${t('job.graph-summary', { stages: job.stages.length })}>
    <defs><marker id="hk-head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z" class="hk-head"></path></marker></defs>
    ${edges.map(([from, to]) => arrow(from, to))} ${nodes.map((node) => (node.stage ? stageBox(node, job) : groupBox(node)))}
  </svg>`;
}

/** Each stage stands behind all that it reads, each group behind what writes it first. */
function layout({ stages }) {
  const nodes = new Map();
  const edges = [];
  const group = (name) => {
    const id = `group ${name}`;
    if (!nodes.has(id)) nodes.set(id, { id, name, layer: 0, ...GROUP });
    return nodes.get(id);
  };
  stages.forEach((stage, i) => {
    const inputs = stage.inputs.map(group);
    const box = { id: `stage ${i}`, stage, number: i + 1, layer: 1 + Math.max(-1, ...inputs.map(({ layer }) => layer)), ...STAGE };
    nodes.set(box.id, box);
    for (const input of inputs) edges.push([input, box]);
    for (const name of stage.outputs) {
      const fresh = !nodes.has(`group ${name}`);
      const output = group(name);
      if (fresh) output.layer = box.layer + 1; // one that is written again, in a loop, stays where it is
      edges.push([box, output]);
    }
  });
  settleSources(edges);
  return { edges, ...place([...nodes.values()]) };
}

/** A group that no stage writes stands right before the first stage that reads it. */
function settleSources(edges) {
  const written = new Set(edges.map(([, to]) => to));
  const sources = new Set(edges.map(([from]) => from).filter((from) => !from.stage && !written.has(from)));
  for (const source of sources) {
    source.layer = Math.min(...edges.filter(([from]) => from === source).map(([, to]) => to.layer)) - 1;
  }
}

function place(nodes) {
  const layers = [];
  for (const node of nodes) (layers[node.layer] ??= []).push(node);
  const tall = (layer) => layer.reduce((sum, node) => sum + node.height + GAP.y, -GAP.y);
  const height = Math.max(0, ...layers.filter(Boolean).map(tall)) + 2 * MARGIN;
  let x = MARGIN;
  for (const layer of layers.filter(Boolean)) {
    const wide = Math.max(...layer.map((node) => node.width));
    let y = (height - tall(layer)) / 2;
    for (const node of layer) {
      node.x = x + (wide - node.width) / 2;
      node.y = y;
      y += node.height + GAP.y;
    }
    x += wide + GAP.x;
  }
  return { nodes, width: x - GAP.x + MARGIN, height };
}

function arrow(from, to) {
  const forth = to.x > from.x;
  const x1 = forth ? from.x + from.width : from.x + from.width / 2;
  const y1 = forth ? from.y + from.height / 2 : from.y + from.height;
  const x2 = forth ? to.x : to.x + to.width / 2;
  const y2 = forth ? to.y + to.height / 2 : to.y + to.height;
  const bend = forth ? `C ${x1 + GAP.x / 2} ${y1} ${x2 - GAP.x / 2} ${y2}` : `C ${x1} ${y1 + 30} ${x2} ${y2 + 30}`;
  return svg`<path class="hk-arrow" marker-end="url(#hk-head)" d="M ${x1} ${y1} ${bend} ${x2} ${y2}"></path>`;
}

function stageBox({ x, y, width, height, stage, number }, job) {
  const done = stage.steps > 0 && stage.stepsDone === stage.steps;
  const begun = stage.steps > 0 && !done;
  const state = done ? 'done' : begun ? (job.state === 'RUNNING' ? 'running' : 'failed') : 'waiting';
  const share = stage.steps > 0 ? stage.stepsDone / stage.steps : 0;
  const name = stage.task.slice(stage.task.lastIndexOf('.') + 1);
  return svg`<g transform="translate(${x} ${y})">
    <title>${stage.task}</title>
    <rect class="hk-stage hk-stage-${state}" width=${width} height=${height} rx="7"></rect>
    <text x="12" y="22">${number}. ${cut(name, LETTERS.stage)}</text>
    <text x="12" y="39" class="hk-small">${t(`stage.${stage.kind}`)}${stage.steps > 0 ? ` · ${stage.stepsDone} / ${stage.steps}` : ''}</text>
    <rect class="hk-track" x="12" y="46" width=${width - 24} height="4" rx="2"></rect>
    ${share > 0 ? svg`<rect class="hk-fill" x="12" y="46" width=${share * (width - 24)} height="4" rx="2"></rect>` : nothing}
  </g>`;
}

const groupBox = ({ x, y, width, height, name }) => svg`<g transform="translate(${x} ${y})">
  <title>${name}</title>
  <rect class="hk-tuple" width=${width} height=${height} rx="16"></rect>
  <text x=${width / 2} y="20" text-anchor="middle" class="hk-small">${cut(name, LETTERS.group)}</text>
</g>`;

const cut = (text, letters) => (text.length > letters ? `${text.slice(0, letters - 1)}…` : text);
