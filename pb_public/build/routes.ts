import { readFileSync } from 'node:fs';
import { type Plugin, parseSync, type Rolldown } from 'vite';

/** A line of the route table: the address, the module of its view, and whether its data is asked for early. */
interface Line {
  pattern: string;
  view: string;
  early: boolean;
}

type Node = Record<string, unknown> & { type: string };
const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';
const children = (node: Node) => Object.values(node).flat().filter(isNode);

const text = (node: unknown) =>
  isNode(node) && node.type === 'Literal' && typeof node.value === 'string' ? node.value : undefined;

/** The modules imported somewhere within. */
function imported(node: Node): string[] {
  const own = node.type === 'ImportExpression' ? text(node.source) : undefined;
  return [...(own ? [own] : []), ...children(node).flatMap(imported)];
}

/** The property of an object of the table. */
function property(node: Node, name: string) {
  if (node.type !== 'ObjectExpression') return undefined;
  return children(node).find((p) => isNode(p.key) && p.key.name === name)?.value;
}

/** The lines of the table in `{ pattern: '/login', load: () => import('./login') }`; the view without a pattern is the one of a 404. */
function linesOf(node: Node): Line[] {
  const pattern = text(property(node, 'pattern'));
  if (pattern === undefined && node.type !== 'ImportExpression') return children(node).flatMap(linesOf);
  const views = imported(node);
  if (views.length !== 1) throw new Error(`the route ${pattern} has ${views.length} views`);
  return [{ pattern: pattern ?? '', view: views[0] ?? '', early: property(node, 'early') !== undefined }];
}

type Chunk = Rolldown.OutputChunk & { viteMetadata?: { importedCss: Set<string> } };

/** A chunk with all it imports, whatever the depth. */
function closure(bundle: Rolldown.OutputBundle, name: string, seen = new Set<string>()): Set<string> {
  const chunk = bundle[name];
  if (chunk?.type !== 'chunk' || seen.has(name)) return seen;
  seen.add(name);
  for (const next of chunk.imports) closure(bundle, next, seen);
  return seen;
}

const stylesOf = (bundle: Rolldown.OutputBundle, chunks: Iterable<string>) =>
  [...chunks].flatMap((name) => [...((bundle[name] as Chunk).viteMetadata?.importedCss ?? [])]);

/**
 * Writes `routes.json`: each address of the page with the scripts and styles
 * its view needs beyond the entry's, and the script that asks for its data. The server knows by it what is a 404, and
 * tells the browser at once what to fetch.
 */
export function routes(table: string): Plugin {
  return {
    name: 'otklik-routes',
    apply: 'build',
    enforce: 'post',
    async generateBundle(_, bundle) {
      const chunks = Object.values(bundle).filter((item): item is Chunk => item.type === 'chunk');
      const [entry, early] = ['main', 'early'].map((name) =>
        chunks.find((chunk) => chunk.isEntry && chunk.name === name),
      );
      if (!entry || !early) throw new Error('there is no entry of the page');
      if (early.imports.length) throw new Error(`early.ts waits for ${early.imports}`);
      const first = closure(bundle, entry.fileName);
      const firstStyles = new Set(stylesOf(bundle, first));
      const program = parseSync(table, readFileSync(table, 'utf8')).program as unknown as Node;
      const lines = await Promise.all(
        linesOf(program).map(async ({ pattern, view, early: asked }) => {
          const id = (await this.resolve(view, table))?.id;
          const chunk = chunks.find(({ moduleIds }) => id !== undefined && moduleIds.includes(id));
          if (!chunk) throw new Error(`the view ${view} of ${pattern} is in no chunk`);
          const all = closure(bundle, chunk.fileName);
          const scripts = [...all].filter((name) => !first.has(name));
          const styles = [...new Set(stylesOf(bundle, all))].filter((name) => !firstStyles.has(name));
          return { pattern, scripts, styles, early: asked ? early.fileName : '' };
        }),
      );
      this.emitFile({ type: 'asset', fileName: 'routes.json', source: `${JSON.stringify(lines, null, 1)}\n` });
    },
  };
}
