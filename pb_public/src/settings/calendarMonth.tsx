import { lang, t } from '../lib/i18n';
import { before, daysOf, kindOf, type Marks } from './calendarYear';
import { dayInWords } from './schedule';

const nameOf = (month: number) =>
  new Intl.DateTimeFormat(lang.value, { month: 'long', timeZone: 'UTC' }).format(new Date(Date.UTC(2024, month, 1)));

const weekdays = () =>
  Array.from({ length: 7 }, (_, i) =>
    new Intl.DateTimeFormat(lang.value, { weekday: 'short', timeZone: 'UTC' }).format(
      new Date(Date.UTC(2024, 0, 1 + i)),
    ),
  );

/** By how many days a key moves. */
const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

/** A month of the production calendar, whose days are turned by a press. Tab reaches its first day, arrows the others. */
export function CalendarMonth({
  year,
  month,
  marks,
  onTurn,
}: {
  year: number;
  /** 0 to 11 */
  month: number;
  marks: Marks;
  onTurn: (day: string) => void;
}) {
  const onKeyDown = (e: KeyboardEvent & { currentTarget: HTMLElement }) => {
    const all = [...e.currentTarget.querySelectorAll('button')];
    const to = all[all.indexOf(e.target as HTMLButtonElement) + (steps[e.key] ?? 0)];
    if (!(e.key in steps)) return;
    e.preventDefault();
    to?.focus();
  };
  return (
    <div class="cal-month" role="group" aria-label={nameOf(month)} onKeyDown={onKeyDown}>
      <p class="cal-name" aria-hidden="true">
        {nameOf(month)}
      </p>
      <div class="cal-days">
        {weekdays().map((name) => (
          <span key={name} class="cal-weekday" aria-hidden="true">
            {name}
          </span>
        ))}
        {daysOf(year, month).map((day, i) => {
          const kind = kindOf(marks[day]);
          return (
            <button
              key={day}
              type="button"
              class={`cal-day cal-${kind}`}
              style={i ? undefined : { gridColumnStart: before(year, month) + 1 }}
              tabIndex={i ? -1 : 0}
              aria-label={`${dayInWords(day)}: ${t(`calendar.is_${kind}`)}`}
              onClick={() => onTurn(day)}
            >
              {i + 1}
            </button>
          );
        })}
      </div>
    </div>
  );
}
