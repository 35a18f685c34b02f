/** The last two pieces of a text, so that an error can be shown its column. */
export function recentText() {
  let previous = ''
  let latest = ''
  /** Of the first character of `previous`; the column counts from 0. */
  let line = 1
  let column = 0

  return {
    add(piece: string) {
      line += lineFeeds(previous)
      const lastLineFeed = previous.lastIndexOf('\n')
      column = lastLineFeed < 0 ? column + previous.length : previous.length - lastLineFeed - 1
      previous = latest
      latest = piece
    },
    /** The column, from 1, of a text on a line, sought from a column on. */
    columnOf(text: string, onLine: number, from = 0) {
      const found = (previous + latest).split('\n')[onLine - line]
      const hidden = onLine === line ? column : 0
      const at = found?.indexOf(text.slice(0, 200), Math.max(0, from - hidden)) ?? -1
      return at < 0 ? undefined : at + hidden + 1
    },
  }
}

function lineFeeds(text: string) {
  let count = 0
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++
  return count
}
