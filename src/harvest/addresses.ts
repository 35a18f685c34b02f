import { BlockList, isIP } from 'node:net'

/** @param ranges addresses or CIDR ranges, as `NETWORK_ALLOW` has them */
export function blockList(ranges: readonly string[]) {
  const list = new BlockList()
  for (const range of ranges) {
    const [address = '', length] = range.split('/')
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    list.addSubnet(address, Number(length ?? (family === 'ipv6' ? 128 : 32)), family)
  }
  return list
}

/** True for `10.1.2.3`, `10.0.0.0/8`, `::1`, `fd00::/8`. */
export function isAddressRange(text: string) {
  const [address = '', length, ...rest] = text.split('/')
  const version = isIP(address)
  if (version === 0 || rest.length > 0) return false
  return (
    length === undefined ||
    (/^\d{1,3}$/.test(length) && Number(length) <= (version === 6 ? 128 : 32))
  )
}
