import { readFileSync } from 'node:fs'

/** One instruction of a Dockerfile, its continued lines put together. */
export type Instruction = { name: string; argument: string }

export function readDockerfile(path: URL | string): Instruction[] {
  const lines = readFileSync(path, 'utf8')
    .replace(/^#.*\n/gm, '')
    .replace(/\\\n\s*/g, '')
    .split('\n')
  return lines
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, name = '', argument = ''] = /^(\S+)\s+(.*)$/.exec(line) ?? []
      return { name, argument }
    })
}

export const argumentsOf = (instructions: readonly Instruction[], wanted: string) =>
  instructions.filter(({ name }) => name === wanted).map(({ argument }) => argument)

/** What a COPY takes and where it goes. */
export function copied(argument: string): { sources: string[]; target: string } {
  const words = argument.split(/\s+/)
  return { sources: words.slice(0, -1), target: words.at(-1) ?? '' }
}

/** The words of an exec form such as `["node", "src/main.ts"]`. */
export function execForm(argument: string): string[] {
  const words: unknown = JSON.parse(argument)
  if (!Array.isArray(words)) throw new TypeError(`Not in exec form: ${argument}`)
  return words.map(String)
}

export const healthCommand = (instructions: readonly Instruction[]) =>
  execForm(argumentsOf(instructions, 'HEALTHCHECK')[0]?.replace(/^.*?CMD\s+/, '') ?? '')
