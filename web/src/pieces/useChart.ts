// A drawing for the eye, beside a table with the same figures: fetched when it is first shown, drawn again when what it shows changes.
import { onBeforeUnmount, onMounted, watch, type ShallowRef, type WatchSource } from 'vue'

interface Chart { setOption: (option: object, all?: boolean) => void; resize: () => void; dispose: () => void }
interface Ink { token: (name: string) => string; label: { color: string; fontFamily: string; fontSize: number } }

export function useChart(place: Readonly<ShallowRef<HTMLElement | null>>, fetched: () => Promise<{ init: (place: HTMLElement) => Chart }>, option: (ink: Ink) => object, when: WatchSource[]): void {
  let chart: Chart | null = null
  const draw = () => {
    const token = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim()
    chart?.setOption(option({ token, label: { color: token('--ink-soft'), fontFamily: token('--face'), fontSize: 12 } }), true)
  }
  const resize = () => chart?.resize()
  onMounted(async () => {
    const { init } = await fetched()
    if (!place.value) return
    chart = init(place.value)
    draw()
    window.addEventListener('resize', resize)
  })
  watch(when, draw)
  onBeforeUnmount(() => { window.removeEventListener('resize', resize); chart?.dispose() })
}
/** The years along the foot. */
export const yearAxis = (years: { year: number }[], { token, label }: Ink): object => ({ type: 'category', data: years.map(({ year }) => String(year)), axisLine: { lineStyle: { color: token('--ink') } }, axisTick: { show: false }, axisLabel: label })
export type { Ink }
