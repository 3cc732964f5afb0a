// What a list of records shows, as it stands in the address: filters, order, columns. Everything unknown is left out.
import type { LocationQuery } from 'vue-router'
import type { Field } from '@/fields/field'
import { kindOf } from '@/fields/catalogue'
import { fieldsOf, type Register } from './register'

export type Asked = Record<string, string>
export const always = ['place', 'state', 'changed_at'] as const
const text = (value: LocationQuery[string] | undefined): string => (typeof value === 'string' ? value : '')

/** Field → text of its filter. */
export function filtersOf(query: LocationQuery, register: Register): Asked {
  const found: Asked = {}
  for (const field of fieldsOf(register)) {
    const written = text(query[`f.${field.field}`])
    if (written && kindOf(field).filters(written)) found[field.field] = written
  }
  return found
}
export function sortOf(query: LocationQuery, register: Register): string {
  const sort = text(query.sort)
  const name = sort.replace(/^-/, '')
  const field = fieldsOf(register).find((one) => one.field === name)
  return name === 'changed_at' || (field && sorts(field)) ? sort : ''
}
export const sorts = (field: Field): boolean => !!kindOf(field).sorts && !field.sensitive
/** One press: upwards; again: downwards; again: as it came. */
export const nextSort = (sort: string, key: string): string => (sort === key ? `-${key}` : sort === `-${key}` ? '' : key)

/** What the server is asked for, for the list, the export and the labels alike. */
export function askedOf(query: LocationQuery, register: Register): Asked {
  const asked: Asked = {}
  for (const [name, value] of Object.entries(filtersOf(query, register))) asked[`f.${name}`] = value
  for (const name of ['place', 'search']) if (text(query[name])) asked[name] = text(query[name])
  const states = text(query.state).split(',').filter((state) => register.states.some((one) => one.state === state))
  if (states.length) asked.state = states.join(',')
  if (sortOf(query, register)) asked.sort = sortOf(query, register)
  if (text(query.deleted) === '1' && register.may_write) asked.deleted = '1'
  return asked
}
/** Whether anything narrows the list. */
export const isNarrowed = (asked: Asked): boolean => Object.keys(asked).some((name) => name !== 'sort' && name !== 'deleted')

/** Columns one may choose from: those the list brings, then where, in what state and when. */
export function columnNames(register: Register): string[] {
  return [...register.list, ...always.filter((name) => name !== 'state' || register.states.length)]
}
export function columnsOf(query: LocationQuery, register: Register): string[] {
  const known = columnNames(register)
  const chosen = text(query.columns).split(',').filter((name) => known.includes(name))
  return chosen.length ? known.filter((name) => chosen.includes(name)) : known.filter((name) => name !== 'changed_at')
}
/** What of the columns is kept with a filter: fields only, and nothing where the list is as at first. */
export function keptColumns(columns: string[], register: Register): string[] | null {
  return columns.join() === columnsOf({}, register).join() ? null : columns.filter((name) => register.list.includes(name))
}
/** A saved filter as an address. Where a record lies and its state are shown with every saved choice of fields. */
export const queryOf = (query: Asked, columns: string[] | null): Asked => ({ ...query, ...(columns?.length ? { columns: [...columns, 'place', 'state'].join(',') } : {}) })
