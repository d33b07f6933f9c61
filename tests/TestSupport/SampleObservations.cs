using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Indicators;

namespace KhcnIoc.TestSupport;

/// <summary>Makes observations as the store hands them out, with rising ids and commits.</summary>
public sealed class SampleObservations
{
    private long _last;

    /// <param name="period">Any written form of a period.</param>
    /// <param name="received">UTC; where not given two days after the period's end.</param>
    public Observation Make(
        string indicator, string area, string period, decimal value, string feed = "feed", bool simulated = false, string agency = "",
        int revision = 1, decimal? weight = null, string method = "", DateTimeOffset? received = null)
    {
        var parsed = Period.Parse(period);
        _last++;
        return new()
        {
            Id = _last,
            Commit = _last,
            Feed = simulated ? feed + "-simulated" : feed,
            Simulated = simulated,
            Series = new(indicator, area, agency),
            Period = parsed,
            Revision = revision,
            Value = value,
            Weight = weight,
            Method = method,
            ReceivedAt = received ?? parsed.End.AddDays(2),
        };
    }

    /// <summary>The province's own figure.</summary>
    public Observation Province(string indicator, string period, decimal value, bool simulated = false, string feed = "feed") =>
        Make(indicator, SamplePack.Province, period, value, feed, simulated);

    /// <summary>A commune's figure, communes numbered from 1.</summary>
    public Observation Commune(string indicator, int number, string period, decimal value, bool simulated = false, decimal? weight = null) =>
        Make(indicator, SamplePack.Commune(number), period, value, simulated: simulated, weight: weight);
}
