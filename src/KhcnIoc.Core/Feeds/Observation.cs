using KhcnIoc.Core.Indicators;

namespace KhcnIoc.Core.Feeds;

/// <summary>The document or page a value stands on.</summary>
/// <remarks>All parts are text as the sender gave them; empty where not known. Title is required when any part is given.</remarks>
public sealed record Provenance
{
    public required string Title { get; init; }
    public string Publisher { get; init; } = "";
    public string Url { get; init; } = "";

    /// <summary>Number of the document, e.g. "198/BC-UBND".</summary>
    public string Document { get; init; } = "";

    /// <summary>When it was published, as far as known: "2025-06-20", "2025-09".</summary>
    public string Published { get; init; } = "";
    public string Page { get; init; } = "";
    public string Quote { get; init; } = "";
}

/// <summary>One stored value of an indicator. Never changed: a correction is a new revision.</summary>
public sealed record Observation
{
    public required long Id { get; init; }

    /// <summary>The commit that made it visible.</summary>
    public required long Commit { get; init; }
    public required string Feed { get; init; }

    /// <summary>From the feed; fixed when the feed was made.</summary>
    public required bool Simulated { get; init; }
    public required SeriesKey Series { get; init; }
    public required Period Period { get; init; }

    /// <summary>1 for the first value of its key (feed + series + period), plus one for each correction.</summary>
    public required int Revision { get; init; }

    /// <summary>In the indicator's unit, at most four decimals, magnitude below 10^11.</summary>
    public required decimal Value { get; init; }

    /// <summary>Denominator of the same period, for weighted means other than by population.</summary>
    public decimal? Weight { get; init; }

    /// <summary>The source itself computed the value for the merged area afterwards.</summary>
    public bool Restated { get; init; }

    /// <summary>How the source counts where that differs from the plan; empty = the same. Never compared with the path.</summary>
    public string Method { get; init; } = "";
    public ValueQualifier Qualifier { get; init; }

    /// <summary>The sender's own id; empty where it gave none.</summary>
    public string SenderId { get; init; } = "";

    /// <summary>UTC, set by the server.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }
    public Provenance? Source { get; init; }

    /// <summary>Number of <see cref="Source"/> in the store; <see langword="null"/> = no source, or not stored yet.</summary>
    public int? SourceId { get; init; }

    /// <summary>Place in its message or file: the row from 1 (a header is row 1 of a CSV); <see langword="null"/> = not recorded.</summary>
    public int? Row { get; init; }

    /// <summary>The earlier of period end and reception: what a running period is current to.</summary>
    public DateTimeOffset EffectiveEnd => Period.End < ReceivedAt ? Period.End : ReceivedAt;
}

/// <summary>A reading that passed all checks and waits to be stored.</summary>
public sealed record CheckedReading
{
    /// <summary>Position in the batch, from 0.</summary>
    public required int Index { get; init; }
    public string SenderId { get; init; } = "";
    public required SeriesKey Series { get; init; }
    public required Period Period { get; init; }
    public required decimal Value { get; init; }
    public decimal? Weight { get; init; }
    public bool Restated { get; init; }
    public string Method { get; init; } = "";
    public ValueQualifier Qualifier { get; init; }
    public Provenance? Source { get; init; }

    /// <summary>Place in its message or file, from 1 (a header is row 1 of a CSV).</summary>
    public int? Row { get; init; }

    /// <summary>The row as sent, at most 4,000 characters: kept if the store has to reject it (<c>id-reused</c>).</summary>
    public string Raw { get; init; } = "";
}

/// <summary>A reading that failed a check; kept whole until someone settles it.</summary>
/// <param name="Index">Position in the batch, from 0.</param>
/// <param name="Field">Name of the field as in the API; empty = the row as a whole.</param>
/// <param name="Code">Stable code, e.g. <c>unknown-area</c>.</param>
/// <param name="Reason">What is wrong, in Vietnamese.</param>
/// <param name="Raw">The row as sent, at most 4,000 characters.</param>
public sealed record Rejection(int Index, string Field, string Code, string Reason, string Raw);

/// <summary>What one sender handed over in one request, checked.</summary>
public sealed record CheckedBatch
{
    public required string Feed { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>How it came: <c>http-json</c>, <c>http-ndjson</c>, <c>http-csv</c>, <c>pack</c>; at most 20 letters.</summary>
    public string Channel { get; init; } = "";

    /// <summary>Name of its file; empty where there is none; at most 200 letters.</summary>
    public string Name { get; init; } = "";
    public required IReadOnlyList<CheckedReading> Readings { get; init; }
    public required IReadOnlyList<Rejection> Rejections { get; init; }
}

/// <summary>What became of a batch; given out only after it is durable.</summary>
public sealed record BatchOutcome
{
    /// <summary>The batch's own commit, or the newest one where it stored no observation.</summary>
    public required long Commit { get; init; }
    public required int Duplicates { get; init; }

    /// <summary>Those of the checks and those the store found (<c>id-reused</c>), by index.</summary>
    public required IReadOnlyList<Rejection> Rejections { get; init; }

    /// <summary>The observations that the batch added, in its order.</summary>
    public required IReadOnlyList<Observation> Stored { get; init; }
}

/// <summary>Who sends what.</summary>
public sealed record Feed
{
    public required string Code { get; init; }
    public required string Name { get; init; }

    /// <summary>Fixed when the feed is made: all it ever sends is simulated, or none of it.</summary>
    public required bool Simulated { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
}
