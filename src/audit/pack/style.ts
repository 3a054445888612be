/** For screen and print; no script and nothing loaded from elsewhere. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #242424; --soft: #616161; --line: #e0e0e0; --paper: #fff; --band: #f7f7f8;
  --accent: #4f6bed; --bad: #b10e1c; }
@media (prefers-color-scheme: dark) { :root { --ink: #f3f3f3; --soft: #adadad; --line: #3d3d3d; --paper: #1b1a1f;
  --band: #242329; --accent: #9aa8ff; --bad: #ff99a4; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 3rem 1.5rem 5rem; max-width: 60rem; background: var(--paper); color: var(--ink);
  font: 15px/1.55 "Segoe UI", system-ui, -apple-system, sans-serif; }
h1 { margin: 0 0 .25rem; font-size: 1.7rem; font-weight: 600; letter-spacing: -.01em; }
h2 { margin: 0; font-size: 1.15rem; font-weight: 600; }
p { margin: .25rem 0; max-width: 46rem; }
.soft, time, .record { color: var(--soft); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1.25rem; margin: 1.5rem 0; padding: 1rem 1.25rem;
  background: var(--band); border-radius: 8px; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
code { font: 12.5px/1.5 ui-monospace, "Cascadia Mono", Consolas, monospace; overflow-wrap: anywhere; }
section { margin-top: 3rem; break-inside: auto; }
section > header { padding-bottom: .6rem; border-bottom: 1px solid var(--line); }
ol { list-style: none; margin: 0; padding: 0; }
.day { margin: 1.5rem 0 .25rem; font-size: .85rem; font-weight: 600; color: var(--soft); }
.event { display: grid; grid-template-columns: 8.5rem 1fr 3rem; gap: .75rem; padding: .45rem 0;
  border-bottom: 1px solid var(--line); break-inside: avoid; }
.event time { font-variant-numeric: tabular-nums; } .event small { white-space: nowrap; }
.words { margin: .5rem 0 0; padding-left: 1rem; border-left: 3px solid var(--line); }
.event b { font-weight: 600; } .record { text-align: right; font-size: .85rem; }
.consent { border-left: 3px solid var(--accent); margin-left: -1rem; padding-left: calc(1rem - 3px); }
.no { border-left: 3px solid var(--bad); margin-left: -1rem; padding-left: calc(1rem - 3px); }
.broken { color: var(--bad); font-weight: 600; }
@media (max-width: 34rem) { .event { grid-template-columns: 5rem 1fr; } .record { display: none; }
  dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .5rem; } }
@media print { html { font-size: 11px; } body { padding: 0 0 0 1.25rem; max-width: none; font-size: 11px; }
  p { max-width: none; } section { margin-top: 1.5rem; } section > header, .day { break-after: avoid; } }
`;
