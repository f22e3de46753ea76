/** True for the addresses that only this computer reaches: `localhost`, 127.0.0.0/8 and `::1`, in any spelling. */
export function isLoopback(host: string): boolean {
  const name = host
    .trim()
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
  return (
    /^(localhost|::1|(0{1,4}:){7}0{0,3}1)$/.test(name) || /^(::ffff:)?127(\.(25[0-5]|2[0-4]\d|1?\d?\d)){3}$/.test(name)
  )
}
