// A line plot over the last minutes. Chart.js draws it; the figures also stand in words for those
// who do not see it.
import { View, define, html } from '../core/view.js';

const WIDTH = 2;

/** Properties: series [{name, tone, values}], times, format, summary, filled. */
class Plot extends View {
  #chart = null;

  start() {
    this.listen(window, 'hikyaku-theme', () => this.#restyle());
    this.onLeave(() => {
      this.#chart?.destroy();
      this.#chart = null;
    });
  }

  template() {
    return html`<div class="hk-plot"><canvas role="img" aria-label=${this.summary ?? ''}></canvas></div>`;
  }

  rendered() {
    if (!this.series) return;
    if (!this.#chart) this.#chart = new window.Chart(this.querySelector('canvas'), this.#configuration());
    this.#chart.data.labels = this.times;
    this.series.forEach(({ values }, i) => {
      this.#chart.data.datasets[i].data = values;
    });
    this.#chart.update('none');
  }

  #restyle() {
    if (!this.#chart) return;
    this.#chart.destroy();
    this.#chart = null;
    this.update();
  }

  #configuration() {
    const style = getComputedStyle(document.documentElement);
    const colour = (name) => style.getPropertyValue(`--hk-${name}`).trim();
    const format = this.format ?? String;
    const { Chart } = window;
    Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
    return {
      type: 'line',
      data: {
        labels: [],
        datasets: this.series.map(({ name, tone }) => ({
          label: name,
          data: [],
          borderColor: colour(tone),
          backgroundColor: `${colour(tone)}22`,
          fill: 'origin',
          borderWidth: WIDTH,
          pointRadius: 0,
          pointHitRadius: 12,
          cubicInterpolationMode: 'monotone', // no curve above or below what was
          spanGaps: false,
        })),
      },
      options: {
        animation: false,
        responsive: true,
        maintainAspectRatio: false,
        interaction: { mode: 'index', intersect: false },
        plugins: {
          legend: {
            display: this.series.length > 1,
            align: 'end',
            labels: { color: colour('plot-text'), boxWidth: 10, boxHeight: 2, padding: 12 },
          },
          tooltip: { callbacks: { label: (item) => ` ${item.dataset.label}: ${format(item.parsed.y)}` } },
        },
        scales: {
          x: {
            grid: { display: false },
            border: { color: colour('plot-line') },
            ticks: { color: colour('plot-text'), maxTicksLimit: 5, maxRotation: 0, autoSkipPadding: 24 },
          },
          y: {
            beginAtZero: true,
            suggestedMax: 1,
            border: { display: false },
            grid: { color: colour('plot-line') },
            ticks: { color: colour('plot-text'), maxTicksLimit: 5, callback: format },
          },
        },
      },
    };
  }
}

define('hk-plot', Plot, ['series', 'times', 'summary']);
