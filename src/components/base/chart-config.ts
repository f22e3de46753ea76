/** From our small description of a chart to chart.js's, with the colours of the tokens as they are now. */
import type { ChartConfiguration, ChartDataset } from 'chart.js'

export type ChartKind = 'line' | 'bar' | 'doughnut'
export type ChartTone = 'accent' | 'success' | 'danger' | 'ochre' | 'control' | 'faint'

export interface ChartSeries {
  name: string
  tone: ChartTone
  /** One figure for each category; `null` leaves a gap. */
  values: readonly (number | null)[]
}

export interface ChartDescription {
  kind: ChartKind
  categories: readonly string[]
  series: readonly ChartSeries[]
  /** For a doughnut: the tone of each category of the first series. */
  categoryTones?: readonly ChartTone[] | undefined
  stacked: boolean
  format: (value: number) => string
  animated: boolean
  /** Colour of a token, such as `rgb(…)`; asked again at each theme. */
  colour: (token: ChartTone | 'line' | 'surface' | 'muted' | 'ink' | 'raised' | 'accent-soft') => string
}

function dataset(chart: ChartDescription, series: ChartSeries): ChartDataset<ChartKind, (number | null)[]> {
  const colour = chart.colour(series.tone)
  const shared = { label: series.name, data: [...series.values] }
  if (chart.kind === 'line')
    return {
      ...shared,
      borderColor: colour,
      backgroundColor: series.tone === 'accent' ? chart.colour('accent-soft') : colour,
      fill: series.tone === 'accent' && !chart.stacked,
      borderWidth: 2,
      pointRadius: 0,
      pointHitRadius: 12,
      pointHoverRadius: 4,
      tension: 0.25,
    }
  if (chart.kind === 'bar')
    return { ...shared, backgroundColor: colour, borderRadius: chart.stacked ? 0 : 4, maxBarThickness: 28 }
  const tones = chart.categoryTones ?? chart.categories.map(() => series.tone)
  return {
    ...shared,
    backgroundColor: tones.map((tone) => chart.colour(tone)),
    borderColor: chart.colour('surface'),
    borderWidth: 2,
  }
}

export function chartConfiguration(chart: ChartDescription): ChartConfiguration<ChartKind, (number | null)[], string> {
  const font = { family: 'Inter Variable, system-ui, sans-serif', size: 12 }
  const ticks = { color: chart.colour('muted'), font }
  const round = chart.kind === 'doughnut'
  return {
    type: chart.kind,
    data: { labels: [...chart.categories], datasets: chart.series.map((series) => dataset(chart, series)) },
    options: {
      responsive: true,
      maintainAspectRatio: false,
      animation: chart.animated ? { duration: 180 } : false,
      interaction: { mode: round ? 'nearest' : 'index', intersect: round },
      ...(round ? { cutout: '68%' } : {}),
      scales: round
        ? {}
        : {
            x: { stacked: chart.stacked, grid: { display: false }, border: { color: chart.colour('line') }, ticks },
            y: {
              stacked: chart.stacked,
              beginAtZero: true,
              border: { display: false },
              grid: { color: chart.colour('line') },
              // bars count messages: there are no halves of one
              ticks: {
                ...ticks,
                maxTicksLimit: 5,
                ...(chart.kind === 'bar' ? { precision: 0 } : {}),
                callback: (value) => chart.format(Number(value)),
              },
            },
          },
      plugins: {
        tooltip: {
          backgroundColor: chart.colour('ink'),
          titleColor: chart.colour('surface'),
          bodyColor: chart.colour('surface'),
          titleFont: font,
          bodyFont: font,
          padding: 8,
          cornerRadius: 6,
          boxPadding: 4,
          callbacks: {
            label: (item) => ` ${round ? item.label : (item.dataset.label ?? '')} : ${chart.format(Number(item.raw))}`,
          },
        },
      },
    },
  }
}
