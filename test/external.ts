import { execFileSync } from 'node:child_process'

/**
 * What a fresh machine lacks is found through the environment. A test that needs one of these is
 * skipped under a name that says what to set.
 */
export const corpus = process.env['FINDBUCH_CORPUS']
export const standards = process.env['FINDBUCH_STANDARDS']

/** Whether a program answers; `rapper` and a Python that has rdflib are the independent parsers. */
export const hasProgram = (command: string, ...args: string[]) => {
  try {
    execFileSync(command, args, { stdio: 'ignore' })
    return true
  } catch {
    return false // the program is not installed: the caller skips its test and says so
  }
}

export const rapper = hasProgram('rapper', '--version')
export const python = process.env['FINDBUCH_PYTHON'] ?? '/usr/bin/python3'
export const rdflib = hasProgram(python, '-c', 'import rdflib')
