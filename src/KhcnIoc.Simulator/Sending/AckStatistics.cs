using System.Globalization;

namespace KhcnIoc.Simulator.Sending;

/// <summary>Counts of what was sent and how long the answers took. Thread-safe.</summary>
internal sealed class AckStatistics
{
    // Bounded: a trickle runs for months. Past the limit the oldest times are replaced.
    private const int MostTimes = 100_000;

    private readonly Lock _lock = new();
    private readonly List<double> _milliseconds = [];
    private long _answers;

    public long Sent { get; private set; }
    public long Accepted { get; private set; }
    public long Duplicates { get; private set; }
    public long Rejected { get; private set; }
    public long Retries { get; private set; }

    internal void Answered(int sent, long accepted, long duplicates, long rejected, double milliseconds)
    {
        lock (_lock)
        {
            Sent += sent;
            Accepted += accepted;
            Duplicates += duplicates;
            Rejected += rejected;
            if (_milliseconds.Count < MostTimes) _milliseconds.Add(milliseconds);
            else _milliseconds[(int)(_answers % MostTimes)] = milliseconds;
            _answers++;
        }
    }

    internal void Retried()
    {
        lock (_lock) Retries++;
    }

    /// <summary>One line for a person, the same keys for a script.</summary>
    internal string Line(string head)
    {
        lock (_lock)
        {
            var sorted = _milliseconds.Order().ToList();
            return string.Create(CultureInfo.InvariantCulture,
                $"{head}: sent={Sent} accepted={Accepted} duplicates={Duplicates} rejected={Rejected} retries={Retries} ack-p50-ms={Percentile(sorted, 0.50):0.0} ack-p95-ms={Percentile(sorted, 0.95):0.0}");
        }
    }

    /// <summary>Nearest rank; 0 without samples.</summary>
    internal static double Percentile(IReadOnlyList<double> sorted, double part) =>
        sorted.Count == 0 ? 0 : sorted[Math.Clamp((int)Math.Ceiling(part * sorted.Count) - 1, 0, sorted.Count - 1)];
}
