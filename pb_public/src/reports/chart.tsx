import { number, t } from '../lib/i18n';
import { useMedia } from '../lib/useMedia';

/** one place of a chart; a value for each series, and where the tasks behind it are; short is for the axis */
type Bar = { label: string; short?: string; hrefs: string[]; values: number[] };

/** The next round figure, and a line for each of its parts. */
export function scale(most: number): { top: number; lines: number[] } {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, most)));
  const top = [1, 2, 5, 10].map((k) => k * power).find((k) => k >= most) ?? 1;
  const step = top <= 2 ? 1 : top / (String(top)[0] === '5' ? 5 : 4);
  return {
    top,
    lines: Array.from({ length: Math.round(top / step) + 1 }, (_, i) => i * step).filter((n) => Number.isInteger(n)),
  };
}

/** A chart of few places is half as wide, and so is any on a phone: its words keep their size. */
const half = 360;
const fewPlaces = 6;
const height = 220;
const left = 40;
const foot = 24;
const labelWidth = 76;
const cut = 26; // nearer to the edge than this a label would lose its end

/** How many places there are to a label that there is room for. */
export const labelled = (n: number, width: number) =>
  n <= fewPlaces ? 1 : Math.ceil((n * labelWidth) / (width - left));

/**
 * Bars beside each other for each place, told apart by shape and shade; all of it
 * stands in the table below as well.
 */
export function Chart({
  title,
  names,
  bars,
  what,
}: {
  title: string;
  names: string[];
  bars: Bar[];
  /** The head of the first column. */
  what: string;
}) {
  const { top, lines } = scale(Math.max(1, ...bars.flatMap((b) => b.values)));
  const narrow = useMedia('(max-width: 40rem)') || bars.length <= fewPlaces;
  const width = narrow ? half : 2 * half;
  const every = labelled(bars.length, width);
  const slot = (width - left) / Math.max(1, bars.length);
  const bar = Math.max(1.5, Math.min(28, (slot * 0.8) / names.length));
  const y = (n: number) => height - foot - (n / top) * (height - foot - 12);
  const sum = names
    .map((name, s) => `${name}: ${number(bars.reduce((all, b) => all + (b.values[s] ?? 0), 0))}`)
    .join(', ');
  return (
    <figure class="chart">
      <figcaption>{title}</figcaption>
      {names.length > 1 && (
        <ul class="chart-names" aria-hidden="true">
          {names.map((name, s) => (
            <li key={name}>
              <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
                <rect class={`chart-bar chart-s${s}`} x="1" y="1" width="10" height="10" />
              </svg>
              {name}
            </li>
          ))}
        </ul>
      )}
      <svg
        class={narrow ? 'chart-half' : ''}
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={`${title}. ${sum}`}
      >
        {lines.map((n) => (
          <g key={n}>
            <line class="chart-line" x1={left} x2={width} y1={y(n)} y2={y(n)} />
            <text class="chart-text" x={left - 6} y={y(n) + 4} text-anchor="end">
              {number(n)}
            </text>
          </g>
        ))}
        {bars.map((b, i) => (
          <g key={b.label}>
            {b.values.map((v, s) => (
              <rect
                key={s}
                class={`chart-bar chart-s${s}`}
                x={left + slot * i + (slot - bar * names.length) / 2 + bar * s}
                y={y(v)}
                width={Math.max(1, bar - 1)}
                height={height - foot - y(v)}
              >
                <title>{`${b.label}, ${names[s]}: ${number(v)}`}</title>
              </rect>
            ))}
            {i % every === 0 && width - left - slot * (i + 0.5) >= cut && (
              <text class="chart-text" x={left + slot * (i + 0.5)} y={height - 6} text-anchor="middle">
                {b.short ?? b.label}
              </text>
            )}
          </g>
        ))}
      </svg>
      <details class="chart-data">
        <summary>{t('reports.table')}</summary>
        <table>
          <thead>
            <tr>
              <th scope="col">{what}</th>
              {names.map((n) => (
                <th key={n} scope="col">
                  {n}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {bars.map((b) => (
              <tr key={b.label}>
                <th scope="row">{b.label}</th>
                {b.values.map((v, s) => (
                  <td key={s}>{v ? <a href={b.hrefs[s]}>{number(v)}</a> : '0'}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}

/** How a whole is made up, on one line: for rows of a table, which say it in figures too. */
export function Stack({ values, label }: { values: number[]; label: string }) {
  const whole = values.reduce((a, b) => a + b, 0);
  let x = 0;
  return (
    <svg class="stack-bar" viewBox="0 0 100 10" preserveAspectRatio="none" role="img" aria-label={label}>
      {whole > 0 &&
        values.map((v, i) => {
          const from = x;
          x += (100 * v) / whole;
          return (
            v > 0 && (
              <rect key={i} class={`stack-${i + 1}`} x={from} y="0" width={Math.max(0, x - from - 0.6)} height="10" />
            )
          );
        })}
    </svg>
  );
}
