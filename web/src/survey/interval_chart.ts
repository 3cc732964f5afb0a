// The parts of ECharts a line with intervals needs, loaded only when one is shown.
import { CustomChart, LineChart } from 'echarts/charts'
import { GridComponent } from 'echarts/components'
import * as core from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'

core.use([LineChart, CustomChart, GridComponent, CanvasRenderer])
export const init = (place: HTMLElement) => core.init(place)
