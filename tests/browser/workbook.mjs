// An .xlsx as a spreadsheet program would save it, made here so that no story needs one in the repository.
import { crc32, deflateRawSync } from 'node:zlib'

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const parts = 'http://schemas.openxmlformats.org/package/2006'
const sheetSpace = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const escaped = (value) => String(value).replace(/[&<>]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign])

/** {sheet name: rows of cells}, every cell as text → what setInputFiles and sendFile take. */
export function workbook(name, sheets) {
  const names = Object.keys(sheets)
  const each = (make) => names.map((one, n) => make(n + 1, one)).join('')
  const files = {
    '[Content_Types].xml': `<Types xmlns="${parts}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/></Types>`,
    '_rels/.rels': `<Relationships xmlns="${parts}/relationships"><Relationship Id="r" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="${sheetSpace}" xmlns:r="${office}"><sheets>${each((n, one) => `<sheet name="${one}" sheetId="${n}" r:id="s${n}"/>`)}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${parts}/relationships">${each((n) => `<Relationship Id="s${n}" Type="${office}/worksheet" Target="worksheets/sheet${n}.xml"/>`)}</Relationships>`,
  }
  names.forEach((one, n) => {
    const rows = sheets[one].map((cells) => `<row>${cells.map((cell) => `<c t="inlineStr"><is><t>${escaped(cell)}</t></is></c>`).join('')}</row>`)
    files[`xl/worksheets/sheet${n + 1}.xml`] = `<worksheet xmlns="${sheetSpace}"><sheetData>${rows.join('')}</sheetData></worksheet>`
  })
  return { name, mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', buffer: zipped(files) }
}

/** A number in so many bytes, the lowest first; several after another. */
const numbers = (...pairs) => Buffer.concat(pairs.map(([value, bytes]) => {
  const field = Buffer.alloc(bytes)
  field.writeUIntLE(value, 0, bytes)
  return field
}))

/** PKWARE's APPNOTE, the least of it: deflated entries, then the list of them, then its end. */
function zipped(files) {
  const bodies = [], list = []
  let at = 0
  for (const [name, text] of Object.entries(files)) {
    const plain = Buffer.from(head + text), packed = deflateRawSync(plain), path = Buffer.from(name)
    // Version 2.0, names in UTF-8, deflate, 1 January 1980.
    const about = numbers([20, 2], [0x800, 2], [8, 2], [0, 2], [33, 2], [crc32(plain), 4], [packed.length, 4], [plain.length, 4], [path.length, 2], [0, 2])
    const body = Buffer.concat([numbers([0x04034b50, 4]), about, path, packed])
    list.push(numbers([0x02014b50, 4], [20, 2]), about, numbers([0, 2], [0, 2], [0, 2], [0, 4], [at, 4]), path)
    bodies.push(body)
    at += body.length
  }
  const index = Buffer.concat(list), count = bodies.length
  return Buffer.concat([...bodies, index, numbers([0x06054b50, 4], [0, 2], [0, 2], [count, 2], [count, 2], [index.length, 4], [at, 4], [0, 2])])
}
