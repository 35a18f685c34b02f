import { existsSync, readFileSync } from 'node:fs'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { parse } from 'yaml'
import { expect, test } from 'vitest'
import { argumentsOf, copied, execForm, healthCommand, readDockerfile } from './dockerfile.ts'
import { PublicCode } from './publiccode.ts'

const root = new URL('../', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, root), 'utf8')

const Package = Type.Object({
  version: Type.String(),
  license: Type.String(),
  engines: Type.Object({ node: Type.String() }),
})
const project = Value.Parse(Package, JSON.parse(read('package.json')))
const LockFile = Type.Object({
  packages: Type.Record(
    Type.String(),
    Type.Object({ optionalDependencies: Type.Optional(Type.Record(Type.String(), Type.String())) }),
  ),
})
const publicCode: unknown = parse(read('publiccode.yml'))
const dockerfile = readDockerfile(new URL('Dockerfile', root))
const copies = argumentsOf(dockerfile, 'COPY').flatMap((argument) => copied(argument).sources)

test('the licence is the whole EUPL 1.2', () => {
  const licence = read('LICENSE')
  const articles = Array.from(licence.matchAll(/^(\d+)\.[A-Z]/gm), ([, number]) => Number(number))
  expect(articles).toEqual(Array.from({ length: 15 }, (_, index) => index + 1))
  expect(licence).toMatch(/^EUROPEAN UNION PUBLIC LICENCE v\. 1\.2\n/)
  expect(licence).toMatch(/^ +Appendix\n\n‘Compatible Licences’ according to Article 5 EUPL are:/m)
  expect(licence).toMatch(/production of a new EUPL version\.\n$/)
})

test('publiccode.yml meets the standard', () => {
  expect(Value.Errors(PublicCode, publicCode)).toEqual([])
})

test('publiccode.yml says the same as package.json', () => {
  const { softwareVersion, legal, dependsOn } = Value.Parse(PublicCode, publicCode)
  expect(softwareVersion).toBe(project.version)
  expect(legal.license).toBe(project.license)
  expect(`>=${dependsOn.open[0]?.versionMin}`).toBe(project.engines.node)
})

test('the lock file holds the packages for every platform, or npm ci refuses it', () => {
  const { packages } = Value.Parse(LockFile, JSON.parse(read('package-lock.json')))
  const isLocked = (name: string, user: string) =>
    `node_modules/${name}` in packages || `${user}/node_modules/${name}` in packages
  const missing = Object.entries(packages).flatMap(([user, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter((name) => !isLocked(name, user)),
  )
  expect(missing).toEqual([])
})

test('the lock file leaves open where packages come from', () => {
  expect(read('package-lock.json')).not.toContain('"resolved":')
})

test('all that the image copies is there and let through by .dockerignore', () => {
  const allowed = read('.dockerignore').split('\n')
  expect(allowed).toContain('*')
  expect(copies.filter((source) => !existsSync(new URL(source, root)))).toEqual([])
  expect(copies.filter((source) => !allowed.includes(`!${source}`))).toEqual([])
})

test.for(['src', 'harvesters', 'shapes', 'vocab'])(
  'the image has %s, if there is one',
  (folder) => {
    expect(copies.includes(folder)).toBe(existsSync(new URL(folder, root)))
  },
)

test('the image runs the service itself, without root, on the Node it needs', () => {
  const [major = ''] = /\d+/.exec(project.engines.node) ?? []
  expect(argumentsOf(dockerfile, 'FROM')).toEqual([`node:${major}-slim`])
  expect(argumentsOf(dockerfile, 'USER')).toEqual(['node'])
  expect(argumentsOf(dockerfile, 'CMD').map(execForm)).toEqual([['node', 'src/main.ts', 'serve']])
})

test('the data folder of the image is a volume that the service may write to', () => {
  const [folder] = argumentsOf(dockerfile, 'VOLUME')
  expect(argumentsOf(dockerfile, 'ENV')).toContain(`DATA_DIR=${folder}`)
  expect(argumentsOf(dockerfile, 'RUN')).toContain(`mkdir ${folder} && chown node:node ${folder}`)
})

test('the image checks its health with Node', () => {
  const [program, flag, script] = healthCommand(dockerfile)
  expect([program, flag]).toEqual(['node', '-e'])
  expect(script).toContain('/health/ready')
})
