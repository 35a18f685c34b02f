import type { Command } from 'commander'
import type { ExportOptions } from './export.ts'
import type { HarvestOptions } from './harvest.ts'
import type { ImportCommandOptions } from './import.ts'

/** What each command does is handed in, so that the parts are made in one place. */
export type Actions = {
  serve(): Promise<void>
  harvest(source: string, options: HarvestOptions): Promise<void>
  backup(file: string, options: { force?: boolean }): Promise<void>
  restore(file: string): Promise<void>
  verify(): Promise<void>
  exportAll(file: string, options: ExportOptions): Promise<void>
  importAll(file: string, options: ImportCommandOptions): Promise<void>
}

/** The commands as a person types them. */
export function defineCommands(program: Command, actions: Actions) {
  program
    .command('serve', { isDefault: true })
    .description('serve the catalogue over HTTP')
    .action(() => actions.serve())
  defineHarvest(program, actions)
  defineKeeping(program, actions)
  defineMoving(program, actions)
}

function defineHarvest(program: Command, { harvest }: Actions) {
  program
    .command('harvest')
    .description('read a source once, keep what it has, and print a report')
    .argument('<source>', 'the id of a source, a file, or an http(s) URL of a dump or paged feed')
    .option('--source <id>', 'id of the source when a file or URL is given')
    .option('--catalogue <id>', 'catalogue to put the resources in when a file or URL is given')
    .option('--strict', 'refuse what would have to be repaired')
    .option('--delete-anyway', 'delete what is gone even if it is most of the source')
    .option('--json', 'print the report as JSON')
    .option('--report <file>', 'write the report as JSON to a file, too')
    .addHelpText(
      'after',
      '\nExit code: 0 all was taken, 1 some resources were not taken, 2 the source could not be read to its end.',
    )
    .action((source: string, options: HarvestOptions) => harvest(source, options))
}

function defineKeeping(program: Command, { backup, restore, verify }: Actions) {
  program
    .command('backup')
    .description('copy the record into one file, also while the catalogue is served and written')
    .argument('<file>', 'where to put the copy')
    .option('--force', 'replace the file if it is there')
    .action((file: string, options: { force?: boolean }) => backup(file, options))
  program
    .command('restore')
    .description('put a backup into an empty data folder (DATA_DIR)')
    .argument('<file>', 'a file that "findbuch backup" has written')
    .action((file: string) => restore(file))
  program
    .command('verify')
    .description('check the record in full, and an index built from it against the record')
    .addHelpText('after', '\nExit code: 0 all is well, 1 something is wrong, 2 it was stopped.')
    .action(() => verify())
}

function defineMoving(program: Command, { exportAll, importAll }: Actions) {
  program
    .command('export')
    .description('write every graph as N-Quads or TriG, catalogue records included')
    .argument(
      '<file>',
      '*.nq or *.trig, with .gz or .zst or without; - for N-Quads to standard output',
    )
    .option('--catalogue <id>', 'only what is of this catalogue')
    .option('--force', 'replace the file if it is there')
    .action((file: string, options: ExportOptions) => exportAll(file, options))
  program
    .command('import')
    .description('bring in the graphs of an export, or of N-Quads or TriG from elsewhere')
    .argument(
      '<file>',
      '*.nq or *.trig, packed with gzip or zstd or not; - for N-Quads from standard input',
    )
    .option('--catalogue <id>', 'catalogue of resources that have no catalogue record in the file')
    .option('--source <id>', 'harvest source that these resources belong to')
    .option('--json', 'print the report as JSON')
    .option('--report <file>', 'write the report as JSON to a file, too')
    .addHelpText(
      'after',
      '\nExit code: 0 all was taken, 1 some graphs were not taken, 2 the file could not be read to its end.',
    )
    .action((file: string, options: ImportCommandOptions) => importAll(file, options))
}
