export interface ReportSchema {
  readonly sent_reports: SentReportTable;
}

/** A row stands before its report is sent. */
export interface SentReportTable {
  readonly report: string;
  readonly recipient: string;
  readonly period: string;
  readonly claimed_at: number;
}
