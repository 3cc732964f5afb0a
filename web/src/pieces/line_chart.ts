// The parts of ECharts a line needs, loaded only when one is shown.
import { LineChart } from 'echarts/charts'
import { GridComponent, MarkLineComponent } from 'echarts/components'
import * as core from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'

core.use([LineChart, GridComponent, MarkLineComponent, CanvasRenderer])
export const init = (place: HTMLElement) => core.init(place)
