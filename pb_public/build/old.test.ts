import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AnyNode, parse } from 'acorn';
import { assert, test } from 'vitest';

// What is built has to run in the oldest browsers of targets.ts. The build lowers
// syntax; what it leaves alone is looked for here.
const folders = [join(import.meta.dirname, '../dist'), join(import.meta.dirname, '../../hooks/web/dist')];
/** What is built of a kind, by its name; each folder has some, or the tests would pass for nothing. */
const built = (ending: string) =>
  folders.flatMap((folder) => {
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith(ending));
    assert.isNotEmpty(names, `${folder} has no ${ending}: make page builds it`);
    return names.map((name) => [name, readFileSync(join(folder, name), 'utf8')] as const);
  });

/** What one of them lacks. */
const lacking = new Set([
  ...['toSorted', 'toReversed', 'toSpliced', 'with', 'fromAsync', 'groupBy', 'getOrInsert', 'getOrInsertComputed'],
  ...['withResolvers', 'any', 'timeout', 'try', 'canParse', 'escape', 'isWellFormed', 'toWellFormed'],
  ...['union', 'intersection', 'difference', 'symmetricDifference', 'isSubsetOf', 'isSupersetOf', 'isDisjointFrom'],
  ...['fromBase64', 'toBase64', 'fromHex', 'toHex', 'requestIdleCallback', 'startViewTransition', 'moveBefore'],
  ...['requestSubmit', 'checkVisibility', 'setHTMLUnsafe', 'showPopover', 'hidePopover', 'togglePopover'],
  ...['Segmenter', 'DurationFormat', 'OffscreenCanvas', 'CompressionStream', 'DecompressionStream'],
]);
/** What a script asks for before it calls another thing, where it is not the thing itself. */
const guards = new Map([
  ['hidePopover', 'showPopover'],
  ['togglePopover', 'showPopover'],
]);
/** Names that old things have too: here only one object's is meant. */
const owners = new Map([
  ['any', 'AbortSignal'],
  ['timeout', 'AbortSignal'],
  ['try', 'Promise'],
  ['escape', 'RegExp'],
]);

/** A node and all below it, each before what it is made of. */
function* nodes(root: AnyNode): Generator<AnyNode> {
  const left = [root];
  for (let node = left.pop(); node; node = left.pop()) {
    yield node;
    for (const part of Object.values(node).flat()) if (typeof part?.type === 'string') left.push(part);
  }
}

/** The name of what is reached: of a variable, or of the last member. */
function reached(node: AnyNode) {
  if (node.type === 'Identifier') return owners.has(node.name) ? '' : node.name;
  if (node.type !== 'MemberExpression' || node.computed || node.property.type !== 'Identifier') return '';
  const { name } = node.property;
  const owner = owners.get(name);
  return !owner || (node.object.type === 'Identifier' && node.object.name === owner) ? name : '';
}

/** The text of a string, in quotes or backticks, or of a pattern. */
function textOf(node: AnyNode) {
  if (node.type === 'Literal') return node.regex?.pattern ?? String(node.value);
  return node.type === 'TemplateElement' ? (node.value.cooked ?? '') : '';
}

/** What an old browser would stumble over in a script. */
function stumbles(script: string) {
  const called = new Set<string>();
  const callees = new Set<AnyNode>();
  const asked = new Set<string>();
  const found: string[] = [];
  for (const node of nodes(parse(script, { ecmaVersion: 2022, sourceType: 'module' }))) {
    if (node.type === 'StaticBlock') found.push('a static block');
    if (/\(\?<[=!]/.test(textOf(node))) found.push('a lookbehind');
    if ((node.type === 'CallExpression' && !node.optional) || node.type === 'NewExpression') {
      callees.add(node.callee);
      called.add(reached(node.callee));
    } else if (node.type === 'BinaryExpression' && node.operator === 'in') {
      for (const text of nodes(node.left)) asked.add(textOf(text));
    } else if (node.type === 'MemberExpression' && !callees.has(node)) {
      asked.add(reached(node));
    }
  }
  for (const name of called) if (lacking.has(name) && !asked.has(guards.get(name) ?? name)) found.push(name);
  return found;
}

test('what an old browser stumbles over is found', () => {
  for (const [script, what] of [
    ['rows.toSorted()', 'toSorted'],
    ['AbortSignal.any([a, b])', 'any'],
    ['new Intl.Segmenter("ru")', 'Segmenter'],
    ['requestIdleCallback(f)', 'requestIdleCallback'],
    ['form.requestSubmit()', 'requestSubmit'],
    ['panel.hidePopover()', 'hidePopover'],
    ['x.match(/(?<=a)b/)', 'a lookbehind'],
    ['new RegExp(`(?<!a)b`)', 'a lookbehind'],
    ['class A { static { f(); } }', 'a static block'],
  ] as const)
    assert.deepEqual(stumbles(script), [what], script);
  for (const script of ['x.match(/a/v)', 'using file = open()', 'import a from "./a.json" with { type: "json" }'])
    assert.throws(() => stumbles(script), SyntaxError);
});

test('what is asked for before it is called, and what they have, passes', () => {
  for (const script of [
    'form.requestSubmit ? form.requestSubmit() : send()',
    'if (`showPopover` in HTMLElement.prototype) panel.hidePopover()',
    'form.requestSubmit?.()',
    'Promise.any(all); rows.at(-1); rows.findLast(f); structuredClone(x); /(?<year>a)/.exec(x); escape(x)',
  ])
    assert.deepEqual(stumbles(script), [], script);
});

test('no built script has more than ES2022, or calls what the oldest browsers lack', () => {
  for (const [name, script] of built('.js')) assert.deepEqual(stumbles(script), [], name);
}, 60_000); // there is much of it, and the machine may be busy

test('no built style needs light-dark(), nesting or ranges in media queries', () => {
  for (const [name, style] of built('.css')) assert.notMatch(style, /light-dark\(|&|@media[^{]*[<>]/, name);
});
