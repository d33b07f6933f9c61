using KhcnIoc.Core.Indicators;

namespace KhcnIoc.Storage.Observations;

/// <summary>An indicator for an area and, where split, an agency (empty text = the whole area: null would weaken the unique index).</summary>
internal sealed class SeriesRow
{
    public required int Id { get; init; }
    public required string Indicator { get; init; }
    public required string Area { get; init; }
    public required string Agency { get; init; }
}

/// <summary>A document that values stand on; stored once, however many rows name it.</summary>
internal sealed class SourceRow
{
    public required int Id { get; init; }

    /// <summary>SHA-256 of all parts, 64 hexadecimal digits.</summary>
    public required string Hash { get; init; }
    public required string Title { get; init; }
    public required string Publisher { get; init; }
    public required string Url { get; init; }
    public required string Document { get; init; }
    public required string Published { get; init; }
    public required string Page { get; init; }
    public required string Quote { get; init; }
}

/// <summary>A batch that added something, and the commit by which it became visible.</summary>
internal sealed class BatchRow
{
    /// <summary>Rising by one; reserved when a chunked batch begins, so observations never need an update.</summary>
    public required long Commit { get; init; }
    public required int FeedId { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>UTC, never before that of the previous commit; <see langword="null"/> = pending: no reader sees it, the next start removes it.</summary>
    public DateTimeOffset? VisibleAt { get; init; }

    /// <summary>Greatest observation id up to and with this commit: ids rise with commits, so "as of" is an upper bound on the id.</summary>
    public required long LastObservationId { get; init; }
    public required int Stored { get; init; }
    public required int Duplicates { get; init; }
    public required int Rejected { get; init; }

    /// <summary>How it came (<see cref="Core.Feeds.CheckedBatch.Channel"/>); empty = not recorded then.</summary>
    public string Channel { get; init; } = "";

    /// <summary>Name of its file; empty where there is none.</summary>
    public string Name { get; init; } = "";
}

/// <summary>One value, never updated. Value and weight are in the indicator's unit with four decimals; instants are UTC to the millisecond.</summary>
internal sealed class ObservationRow
{
    /// <summary>Given by the single writer, rising with <see cref="Commit"/>, never used twice.</summary>
    public required long Id { get; init; }
    public required int SeriesId { get; init; }
    public required int FeedId { get; init; }
    public required long Commit { get; init; }
    public required DateTimeOffset PeriodStart { get; init; }

    /// <summary>Midnight after the last day; equal to the start for an instant.</summary>
    public required DateTimeOffset PeriodEnd { get; init; }
    public required int Revision { get; init; }
    public required decimal Value { get; init; }
    public decimal? Weight { get; init; }
    public required bool Restated { get; init; }

    /// <summary><see langword="null"/> = as the plan counts.</summary>
    public string? Method { get; init; }
    public required ValueQualifier Qualifier { get; init; }

    /// <summary><see langword="null"/> = the sender gave none.</summary>
    public string? SenderId { get; init; }

    /// <summary>A row of Sources; no foreign key: it would cost one more index on ten million rows, and sources are never deleted.</summary>
    public int? SourceId { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Place in its message or file, from 1; <see langword="null"/> = not recorded then.</summary>
    public int? Row { get; init; }
}

/// <summary>A further id under which a sender sent a value that was already stored; with what it sent beyond the compared value.</summary>
internal sealed class RepeatedIdRow
{
    public required int FeedId { get; init; }
    public required string SenderId { get; init; }
    public required long ObservationId { get; init; }
    public decimal? Weight { get; init; }
    public required bool Restated { get; init; }
    public required long Commit { get; init; }
}

/// <summary>A further source that gives the same value.</summary>
internal sealed class CitationRow
{
    public required long ObservationId { get; init; }
    public required int SourceId { get; init; }
    public required long Commit { get; init; }
}

/// <summary>A reading that failed a check, whole.</summary>
internal sealed class RejectionRow
{
    public long Id { get; private set; }
    public required int FeedId { get; init; }

    /// <summary>The commit of its batch, else the newest one then.</summary>
    public required long Commit { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Position in the batch, from 0.</summary>
    public required int Position { get; init; }
    public required string Field { get; init; }
    public required string Code { get; init; }

    /// <summary>Vietnamese.</summary>
    public required string Reason { get; init; }

    /// <summary>At most 4,000 characters.</summary>
    public required string Raw { get; init; }

    /// <summary>SHA-256 of field, code and the row as sent, 64 hexadecimal digits: a resent row is the same rejection.</summary>
    public required string Hash { get; init; }

    /// <summary>How often it was sent.</summary>
    public required long Count { get; init; }
    public required DateTimeOffset LastSeenAt { get; init; }

    /// <summary><see langword="null"/> = open.</summary>
    public DateTimeOffset? SettledAt { get; set; }
}

/// <summary>Where the path of a series begins; kept once.</summary>
internal sealed class BaselineRow
{
    public required int SeriesId { get; init; }
    public required decimal Value { get; init; }
    public required DateOnly Date { get; init; }
    public required string Source { get; init; }
    public required long ObservationId { get; init; }
}
