using KhcnIoc.Core.Maps;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace KhcnIoc.Storage.Maps;

/// <summary>An imported version of the boundaries.</summary>
internal sealed class BoundaryRow
{
    public const int LongestAttribution = 500;
    public const int LongestFileName = 200;

    public int Id { get; private set; }
    public required DateOnly ValidFrom { get; init; }
    public required string Attribution { get; init; }
    public required string FileName { get; init; }
    public required DateTimeOffset ImportedAt { get; init; }
    public DateTimeOffset? WithdrawnAt { get; set; }
    public required string GeometryJson { get; init; }
    public required string ReportJson { get; init; }

    public BoundaryVersion ToVersion() => new()
    {
        Id = Id,
        ValidFrom = ValidFrom,
        Attribution = Attribution,
        FileName = FileName,
        ImportedAt = ImportedAt,
        WithdrawnAt = WithdrawnAt,
        GeometryJson = GeometryJson,
        ReportJson = ReportJson,
    };
}

internal sealed class BoundaryConfiguration : IEntityTypeConfiguration<BoundaryRow>
{
    public void Configure(EntityTypeBuilder<BoundaryRow> builder)
    {
        builder.ToTable("Boundaries");
        builder.Property(b => b.Attribution).HasMaxLength(BoundaryRow.LongestAttribution);
        builder.Property(b => b.FileName).HasMaxLength(BoundaryRow.LongestFileName);
    }
}

/// <summary>Boundaries through EF Core: a handful of rows that change a few times a year.</summary>
internal sealed class BoundaryStore(IDbContextFactory<IocDbContext> contexts, WriteGate gate) : IBoundaryStore
{
    public async Task<IReadOnlyList<BoundaryVersion>> ListAsync(CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var owned = context.ConfigureAwait(false);
        var rows = await context.Boundaries.AsNoTracking().OrderByDescending(b => b.Id).ToListAsync(cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(r => r.ToVersion())];
    }

    public async Task<BoundaryVersion> AddAsync(BoundaryVersion version, CancellationToken cancellationToken)
    {
        // SQLite would take any length, SQL Server would fail late and unnamed.
        if (version.Attribution.Length > BoundaryRow.LongestAttribution) throw new ArgumentException($"The attribution has more than {BoundaryRow.LongestAttribution} characters.", nameof(version));
        if (version.FileName.Length > BoundaryRow.LongestFileName) throw new ArgumentException($"The file name has more than {BoundaryRow.LongestFileName} characters.", nameof(version));
        using var pass = await gate.EnterAsync(cancellationToken).ConfigureAwait(false);
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var owned = context.ConfigureAwait(false);
        var row = new BoundaryRow
        {
            ValidFrom = version.ValidFrom,
            Attribution = version.Attribution,
            FileName = version.FileName,
            ImportedAt = ToMilliseconds(version.ImportedAt),
            WithdrawnAt = version.WithdrawnAt is { } at ? ToMilliseconds(at) : null,
            GeometryJson = version.GeometryJson,
            ReportJson = version.ReportJson,
        };
        context.Boundaries.Add(row);
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        return row.ToVersion();
    }

    public async Task<bool> SetWithdrawnAsync(int id, DateTimeOffset? at, CancellationToken cancellationToken)
    {
        using var pass = await gate.EnterAsync(cancellationToken).ConfigureAwait(false);
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var owned = context.ConfigureAwait(false);
        if (await context.Boundaries.SingleOrDefaultAsync(b => b.Id == id, cancellationToken).ConfigureAwait(false) is not { } row) return false;
        row.WithdrawnAt = at is { } instant ? ToMilliseconds(instant) : null;
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }

    // As both databases keep it: what is returned now equals what is read later.
    private static DateTimeOffset ToMilliseconds(DateTimeOffset instant) => DateTimeOffset.FromUnixTimeMilliseconds(instant.ToUnixTimeMilliseconds());
}
