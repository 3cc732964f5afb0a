import { describe, expect, it } from 'vitest'
import type { StarLine } from '@/kernel/types'
import { mountWith } from '@/kernel/test_mount'
import ScoreBar from './ScoreBar.vue'
import { holdingKey, reach } from './score'

const grade = (zh: string, en: string) => ({ zh, en })
const stars: StarLine[] = [
  { star: 5, grade: grade('五星级', 'Five stars'), points: '280', satisfaction: '90' },
  { star: 4, grade: grade('四星级', 'Four stars'), points: '250', satisfaction: '85' },
  { star: 3, grade: grade('三星级', 'Three stars'), points: '220', satisfaction: '80' },
]
const segments = [
  { chapter: 'A', title: grade('满意度高', 'Satisfaction'), points: '80', held: '72.4' },
  { chapter: 'E', title: grade('公共服务好', 'Services'), points: '20', held: '0' },
]
const props = { segments, full: '100', total: '279.99999', stars, satisfaction: '90', interval: { low: '87.5', high: '92.5' } }

describe('the two keys', () => {
  it('reach a star at its very number and not a hair before', () => {
    expect(reach('280', stars, 'points')?.star).toBe(5)
    expect(reach('279.99999', stars, 'points')?.star).toBe(4)
    expect(reach('79.9999', stars, 'satisfaction')?.star).toBe(0)
    expect(reach(null, stars, 'satisfaction')).toBeNull()
  })
  it('name the one that holds the star back, and none when they agree', () => {
    const [five, four] = [reach('280', stars, 'points'), reach('85', stars, 'satisfaction')]
    expect(holdingKey(five, four)).toBe('satisfaction')
    expect(holdingKey(four, five)).toBe('points')
    expect(holdingKey(five, five)).toBeNull()
    expect(holdingKey(five, null)).toBeNull()
  })
})

describe('the score bar', () => {
  it('gives each chapter its part of the width and fills it to the points held', () => {
    const bar = mountWith(ScoreBar, { props })
    const widths = bar.findAll('.segments > li').map((segment) => (segment.element as HTMLElement).style.getPropertyValue('--part'))
    expect(widths).toEqual(['80%', '20%'])
    expect(bar.findAll('.track i').map((fill) => (fill.element as HTMLElement).style.width)).toEqual(['90.5%', '0%'])
  })
  it('puts the marks of the standard on both keys', () => {
    const bar = mountWith(ScoreBar, { props: { ...props, full: '300' } })
    expect(bar.findAll('.mark').map((mark) => mark.text())).toEqual(['220', '250', '280', '80', '85', '90'])
  })
  it('says the same in words for those who do not see it, with the survey interval', () => {
    const words = mountWith(ScoreBar, { props }).findAll('.unseen').map((one) => one.text()).join(' ')
    expect(words).toContain('A 满意度高：72.4 分，满分 80 分。')
    expect(words).toContain('五星级线 280')
    expect(words).toContain('87.5%–92.5%')
  })
  it('marks the key that decides the star, and only that one', () => {
    const keys = mountWith(ScoreBar, { props }).findAll('.key')
    expect(keys[0]!.text()).toContain('定星卡在这里')
    expect(keys[1]!.text()).not.toContain('定星卡在这里')
  })
  it('shows a satisfaction that was not measured as such, not as nothing', () => {
    const bar = mountWith(ScoreBar, { props: { ...props, satisfaction: null, interval: null }, language: 'en' })
    expect(bar.findAll('.key')[1]!.text()).toContain('Not measured yet')
    expect(bar.findAll('.key')[1]!.find('.fill').exists()).toBe(false)
  })
})
