import { flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { mountWith } from '@/kernel/test_mount'
import type { Field } from '../field'
import { format } from '../test_words'
import { map_point } from './index'
import Edit from './Edit.vue'

const field: Field = { field: 'x', kind: 'map_point', title: { zh: '位置', en: 'Point' }, help: null, required: false, unique: false, search: false, sensitive: false, default: null, shown_when: null }

describe('a point on the map', () => {
  afterEach(() => vi.unstubAllGlobals())
  const pressed = async (answer: (found: (at: unknown) => void, lost: (why: unknown) => void) => void, secure = true) => {
    vi.stubGlobal('isSecureContext', secure)
    vi.stubGlobal('navigator', { ...navigator, language: 'zh', geolocation: { getCurrentPosition: answer } })
    const edit = mountWith(Edit, { props: { field, modelValue: '' } })
    await edit.find('button').trigger('click')
    await flushPromises()
    return edit
  }
  it('is shown as latitude and longitude, and found by whether it is there', () => {
    expect(map_point.words('30.279000,120.130000', field, format)).toBe('30.279000, 120.130000')
    expect(map_point.words(null, field, format)).toBe('')
    expect(map_point.filters('yes')).toBe(true)
    expect(map_point.filters('30.2')).toBe(false)
    expect(map_point.body(' ', field)).toBeNull()
  })
  it('is taken from where one stands, with how exact that is', async () => {
    const edit = await pressed((found) => found({ coords: { latitude: 30.2790004, longitude: 120.13, accuracy: 12.2 } }))
    expect(edit.emitted('update:modelValue')).toEqual([['30.279000,120.130000']])
    expect(edit.text()).toContain('误差约 13 米')
  })
  it('says why the place is not known and what to do', async () => {
    expect((await pressed((_, lost) => lost({ code: 1 }))).text()).toContain('允许本网站使用位置')
    expect((await pressed((_, lost) => lost({ code: 3 }))).text()).toContain('空旷处')
    expect((await pressed(() => undefined, false)).text()).toContain('https')
  })
})
