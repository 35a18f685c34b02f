import { repairNeeded } from './parse-errors.ts'
import type { RepairKind, Warning } from './repair.ts'

type Options = { strict?: boolean; onWarning(warning: Warning): void }

export type Reports = ReturnType<typeof createReports>

/** What there is to tell about a document while it is read. */
export function createReports({ strict, onWarning }: Options) {
  const reports = {
    /** The line that the parser is at, if it knows. */
    line: undefined as number | undefined,
    /** Reports something that was mended; it ends the reading where mending is not wanted. */
    repair(kind: RepairKind, message: string, value?: string) {
      if (strict) throw repairNeeded(kind, message, particulars(value))
      reports.notice(kind, message, value)
    },
    /** Reports something that the syntax itself says is to be ignored. */
    notice(kind: RepairKind, message: string, value?: string) {
      onWarning({ kind, message, ...particulars(value) })
    },
  }
  return reports

  function particulars(value: string | undefined) {
    const { line } = reports
    return {
      ...(value === undefined ? {} : { value: clip(value) }),
      ...(line === undefined ? {} : { line }),
    }
  }
}

/** As much of a value as fits into a report. */
export const clip = (text: string) =>
  text.length > 300 ? `${text.slice(0, 299).toWellFormed()}…` : text
