// Shows the status document as two tables and refreshes it every two seconds.
const REFRESH_MS = 2000;

const megabytes = (bytes) => (bytes / 1048576).toFixed(1);

function fill(id, rows) {
  document.getElementById(id).replaceChildren(
    ...rows.map((cells) => {
      const row = document.createElement('tr');
      for (const value of cells) {
        const cell = document.createElement('td');
        cell.textContent = value; // never as HTML: names come from applications
        row.append(cell);
      }
      return row;
    }),
  );
}

function show({ cluster, nodes, groups }) {
  document.getElementById('cluster').textContent =
    `${cluster.name}: ${cluster.state}, ${cluster.copiesNow} of ${cluster.copies} copies`;
  fill('groups', groups.map((g) => [
    g.name, g.order, g.ready, g.delayed, g.inFlight, g.oldestAgeSeconds.toFixed(1),
    g.enqueuedPerSecond.toFixed(1), g.settledPerSecond.toFixed(1), g.consumers,
  ]));
  fill('nodes', nodes.map((n) => [
    n.self ? `${n.name} (this)` : n.name, n.address, n.answering ? 'yes' : 'no', n.primarySegments,
    n.openingSegments, megabytes(n.storedBytes), megabytes(n.memoryLimitBytes), n.inDoubt,
  ]));
}

async function refresh() {
  const error = document.getElementById('error');
  try {
    const response = await fetch('api/v1/status');
    const document_ = await response.json();
    if (!response.ok) throw new Error(document_.error);
    show(document_);
    error.hidden = true;
  } catch (e) {
    error.textContent = `No status: ${e.message}`;
    error.hidden = false;
  }
  setTimeout(refresh, REFRESH_MS);
}

refresh();
