export const reports = {
  "anomaly.fallback": "Worth a look: {heading}",
  "anomaly.what-it-rests-on": "What it rests on",
  "anomaly.what-to-do": "What to do",
  "digest.how-the-sessions-ended": "How the sessions ended",
  "digest.time-at-each-level": "Time at each level",
  "digest.minutes-at-each-level": "Minutes at each level",
  "digest.what-refused-sessions": "What refused sessions",
  "licence-report.what-refused-sessions-in": "What refused sessions in the last 7 days",
  "licence-report.nothing-did": "Nothing did.",
} as const;
