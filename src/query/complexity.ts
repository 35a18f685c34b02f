import type { Query } from '@traqula/rules-sparql-1-1'

/** How much a query has of all that costs the engine. */
export type Complexity = {
  /** Steps and branches of property paths. */
  'path-steps': number
  /** Patterns and operators that are chained: UNION, OPTIONAL, FILTER, BIND, ||, +, and so on. */
  operators: number
  /** What stands in lists, as after IN and in calls of functions. */
  'list-items': number
  /** Subqueries within subqueries. */
  'subquery-nesting': number
  /** As many patterns joined in one place would cost the engine as much time, which is that of their cube. */
  joins: number
  /** Whether it asks another endpoint, however deep within. */
  hasService: boolean
}

type Node = { type?: unknown; subType?: unknown } & Record<string, unknown>

/** A place in which patterns are joined. */
type Scope = { joined: number; subqueries: number }

/** Goes through the tree with a list of its own, not by recursion: a chain of operators is as deep as it is long. */
export function complexityOf(query: Query): Complexity {
  const found = {
    'path-steps': 0,
    operators: 0,
    'list-items': 0,
    'subquery-nesting': 0,
    hasService: false,
  }
  const scopes: Scope[] = []
  const pending: [unknown, Scope][] = [[query, open(-1)]]
  for (let next = pending.pop(); next; next = pending.pop()) {
    const [value, scope] = next
    if (Array.isArray(value)) for (const item of value) pending.push([item, scope])
    else if (isNode(value)) visit(value, scope)
  }
  return { ...found, joins: Math.cbrt(scopes.reduce((sum, { joined }) => sum + joined ** 3, 0)) }

  function open(subqueries: number): Scope {
    const scope = { joined: 0, subqueries }
    scopes.push(scope)
    found['subquery-nesting'] = Math.max(found['subquery-nesting'], subqueries)
    return scope
  }

  function visit(node: Node, scope: Scope) {
    count(node, scope)
    for (const [key, value] of Object.entries(node)) {
      // Templates are not joined, and those of the short form of CONSTRUCT stand under WHERE as well.
      if (typeof value !== 'object' || key === 'template' || key === 'loc') continue
      if (isApart(node, key)) {
        const subqueries = scope.subqueries + (node.type === 'query' ? 1 : 0)
        for (const part of node.subType === 'union' ? branches(value) : [value])
          pending.push([part, open(subqueries)])
      } else pending.push([value, scope])
    }
  }

  function count(node: Node, scope: Scope) {
    const { type, subType } = node
    if (type === 'triple' || subType === 'values') scope.joined += 1
    if (type === 'path') countPath(lengthOf(node['items']), subType, scope)
    if (type === 'expression') found.operators += 1
    if (type === 'pattern' && subType !== 'group' && subType !== 'bgp') found.operators += 1
    if (type === 'pattern' && subType === 'union') found.operators += lengthOf(node['patterns']) - 2
    if (type === 'query')
      found.operators += 1 + (subType === 'describe' ? lengthOf(node['variables']) : 0)
    if (subType === 'service') found.hasService = true
    for (const list of ['having', 'orderDefs', 'groupings']) found.operators += lengthOf(node[list])
    for (const list of ['args', 'clauses']) found['list-items'] += lengthOf(node[list])
  }

  function countPath(items: number, kind: unknown, scope: Scope) {
    const isChain = kind === '/' || kind === '|'
    found['path-steps'] += isChain ? items - 1 : 1
    if (kind === '/') scope.joined += items - 1
  }
}

/** What is evaluated by itself before it is put together with the rest. */
const isApart = ({ type, subType }: Node, key: string) =>
  (key === 'patterns' && (subType === 'union' || subType === 'optional' || subType === 'minus')) ||
  (key === 'where' && type === 'query') ||
  (key === 'args' && subType === 'patternOperation')

/** Each side of a UNION is by itself, whereas all of an OPTIONAL is joined. */
const branches = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value])
const lengthOf = (value: unknown) => (Array.isArray(value) ? value.length : 0)

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null
