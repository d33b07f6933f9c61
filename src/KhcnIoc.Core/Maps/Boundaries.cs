namespace KhcnIoc.Core.Maps;

/// <summary>A version of the province's boundaries as an operator imported it. Only its withdrawal can change.</summary>
public sealed record BoundaryVersion
{
    /// <summary>Rises with each import, from 1; 0 = not stored yet.</summary>
    public int Id { get; init; }

    /// <summary>First day on which these boundaries hold.</summary>
    public required DateOnly ValidFrom { get; init; }

    /// <summary>Who the boundaries are from, as the operator wrote it; at most 500 characters.</summary>
    public required string Attribution { get; init; }

    /// <summary>Name of the imported file; at most 200 characters.</summary>
    public required string FileName { get; init; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset ImportedAt { get; init; }

    /// <summary>UTC; <see langword="null"/> = in use.</summary>
    public DateTimeOffset? WithdrawnAt { get; init; }

    /// <summary>The simplified shapes, at most about 300 KB; its form is the map's business.</summary>
    public required string GeometryJson { get; init; }

    /// <summary>What the import found: matches, self-intersections, gaps.</summary>
    public required string ReportJson { get; init; }
}

/// <summary>The imported boundaries. Nothing is overwritten or deleted.</summary>
public interface IBoundaryStore
{
    /// <summary>All versions with their shapes, newest id first, withdrawn ones too.</summary>
    Task<IReadOnlyList<BoundaryVersion>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Keeps a version and returns it with its id and as it will be read later. Throws <see cref="ArgumentException"/> where a text is too long.</summary>
    Task<BoundaryVersion> AddAsync(BoundaryVersion version, CancellationToken cancellationToken);

    /// <summary>Withdraws a version, or takes the withdrawal back (<see langword="null"/>). False = no such version.</summary>
    Task<bool> SetWithdrawnAsync(int id, DateTimeOffset? at, CancellationToken cancellationToken);
}
