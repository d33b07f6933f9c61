namespace KhcnIoc.Core.Areas;

/// <summary>What an area is to the product: where it stands in the two tiers, or that it is only compared with.</summary>
public enum AreaLevel
{
    /// <summary>The whole country (<c>vn</c>): a benchmark, never rolled up.</summary>
    Country,

    /// <summary>The province of the pack.</summary>
    Province,

    /// <summary>A xã, phường or đặc khu of the province.</summary>
    Commune,

    /// <summary>A province that was merged into this one on 2025-07-01 (<c>dong-nai-cu</c>): an area of its own, valid until then.</summary>
    Predecessor,

    /// <summary>Another province, shown only for comparison (<c>benchmark-…</c>).</summary>
    Benchmark,
}

/// <summary>The administrative kind, which may change on a date (a xã becomes a phường).</summary>
public enum AreaKind { Country, Province, City, Xa, Phuong, DacKhu }

/// <summary>What an area is called from a date on.</summary>
/// <param name="From">First day (Asia/Ho_Chi_Minh) on which name and kind hold.</param>
/// <param name="Kind">Administrative kind.</param>
/// <param name="Name">Full name with its kind, e.g. "Phường Long Thành".</param>
/// <param name="Document">Number of the resolution that made the change, or empty for the first name.</param>
public sealed record AreaName(DateOnly From, AreaKind Kind, string Name, string Document);

/// <summary>WGS 84 position in degrees.</summary>
public readonly record struct GeoPoint(double Longitude, double Latitude);

/// <summary>A place that figures are about. Codes are the statistics office's (82, 75, five digits) or the pack's own.</summary>
public sealed record Area
{
    public required string Code { get; init; }
    public required AreaLevel Level { get; init; }

    /// <summary>Code of the province for communes; <see langword="null"/> otherwise.</summary>
    public string? ParentCode { get; init; }

    /// <summary>Name without its kind: "Long Thành".</summary>
    public required string ShortName { get; init; }

    /// <summary>Unaccented slug, unique inside the province.</summary>
    public required string Slug { get; init; }

    /// <summary>Names by date, oldest first, at least one.</summary>
    public required IReadOnlyList<AreaName> Names { get; init; }

    /// <summary>First day on which the area exists; <see langword="null"/> = always.</summary>
    public DateOnly? ValidFrom { get; init; }

    /// <summary>First day on which it no longer exists; <see langword="null"/> = still exists.</summary>
    public DateOnly? ValidTo { get; init; }

    /// <summary>Inhabitants according to the pack's source; <see langword="null"/> where not known.</summary>
    public long? Population { get; init; }

    /// <summary>Square kilometres.</summary>
    public decimal? AreaKm2 { get; init; }

    public GeoPoint? Point { get; init; }

    /// <summary>For communes: code of the predecessor it belonged to before the merger; <see langword="null"/> otherwise.</summary>
    public string? FormerProvince { get; init; }

    /// <summary>Codes of the areas merged into this one.</summary>
    public IReadOnlyList<string> Predecessors { get; init; } = [];

    /// <summary>The name and kind in force on a day (the first one for days before it).</summary>
    public AreaName NameOn(DateOnly day)
    {
        var current = Names[0];
        foreach (var name in Names)
        {
            if (name.From <= day) current = name;
        }

        return current;
    }
}

/// <summary>A body that reports figures or answers for them.</summary>
public sealed record Agency
{
    public required string Code { get; init; }
    public required string Name { get; init; }
    public required string ShortName { get; init; }
    public required string Kind { get; init; }

    /// <summary>Where the plans name it, or "assumed".</summary>
    public required string NamedIn { get; init; }
}
