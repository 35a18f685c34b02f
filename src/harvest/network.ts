import { lookup } from 'node:dns'
import { isIP, type BlockList } from 'node:net'
import { buildConnector } from 'undici'
import { FindbuchError } from '../errors.ts'
import { blockList } from './addresses.ts'

/** Addresses that a source from the open network may not lead to (IANA special-purpose registries, RFC 6890). */
const closed = blockList([
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '::/96',
  '::ffff:0:0:0/96',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '2001::/32',
  '2002::/16',
  'fc00::/7',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
])

/**
 * Connects like undici does, but to no private, loopback or link-local address unless it is allowed.
 * Names are resolved here and the address that was looked at is the one connected to, so that a name
 * cannot change its address in between.
 */
export function guardedConnector(allowed: readonly string[], connectTimeoutMs: number) {
  const exempt = blockList(allowed)
  const connect = buildConnector({
    timeout: connectTimeoutMs,
    lookup(hostname, options, callback) {
      lookup(hostname, { ...options, all: true }, (error, addresses) => {
        if (error) return callback(error, '', 0)
        const open = addresses.filter(({ address }) => mayConnect(address, exempt))
        const first = open[0]
        if (!first) return callback(addressRefused(hostname, addresses[0]?.address), '', 0)
        return options.all ? callback(null, open) : callback(null, first.address, first.family)
      })
    },
  })
  return (options: buildConnector.Options, callback: buildConnector.Callback) => {
    const host = options.hostname.replace(/^\[|\]$/g, '')
    if (isIP(host) !== 0 && !mayConnect(host, exempt))
      return callback(addressRefused(host, host), null)
    return connect(options, callback)
  }
}

function mayConnect(address: string, exempt: BlockList) {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  const plain = mapped ?? address
  const family = isIP(plain) === 6 ? 'ipv6' : 'ipv4'
  return exempt.check(plain, family) || !closed.check(plain, family)
}

const addressRefused = (host: string, address = host) =>
  new FindbuchError({
    code: 'address-refused',
    status: 403,
    message: `${host} is at ${address}, a private, loopback or link-local address. To allow it, name it in NETWORK_ALLOW.`,
  })
