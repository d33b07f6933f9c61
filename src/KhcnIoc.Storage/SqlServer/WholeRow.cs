using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Storage.Observations;

namespace KhcnIoc.Storage.SqlServer;

/// <summary>An observation with the names behind its ids.</summary>
internal sealed class WholeRow
{
    public required ObservationRow Row { get; init; }
    public required string Indicator { get; init; }
    public required string Area { get; init; }
    public required string Agency { get; init; }
    public required string Feed { get; init; }
    public required bool Simulated { get; init; }
    public SourceRow? Source { get; init; }

    public static Provenance ToProvenance(SourceRow s) => new()
    {
        Title = s.Title,
        Publisher = s.Publisher,
        Url = s.Url,
        Document = s.Document,
        Published = s.Published,
        Page = s.Page,
        Quote = s.Quote,
    };

    public Observation ToObservation() => new()
    {
        Id = Row.Id,
        Commit = Row.Commit,
        Feed = Feed,
        Simulated = Simulated,
        Series = new(Indicator, Area, Agency),
        Period = Period.FromEdges(Row.PeriodStart, Row.PeriodEnd),
        Revision = Row.Revision,
        Value = Row.Value,
        Weight = Row.Weight,
        Restated = Row.Restated,
        Method = Row.Method ?? "",
        Qualifier = Row.Qualifier,
        SenderId = Row.SenderId ?? "",
        ReceivedAt = Row.ReceivedAt,
        SourceId = Row.SourceId,
        Row = Row.Row,
        Source = Source is null ? null : ToProvenance(Source),
    };
}
