using System.Globalization;
using KhcnIoc.Storage.Feeds;
using KhcnIoc.Storage.Maps;
using KhcnIoc.Storage.Observations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace KhcnIoc.Storage;

/// <summary>The store's model. Observations are written past it (decision 0002); everything rare goes through it.</summary>
public sealed class IocDbContext(DbContextOptions<IocDbContext> options) : DbContext(options)
{
    internal DbSet<FeedRow> Feeds => Set<FeedRow>();

    internal DbSet<AccessKeyRow> AccessKeys => Set<AccessKeyRow>();

    internal DbSet<SeriesRow> Series => Set<SeriesRow>();

    internal DbSet<SourceRow> Sources => Set<SourceRow>();

    internal DbSet<BatchRow> Batches => Set<BatchRow>();

    internal DbSet<ObservationRow> Observations => Set<ObservationRow>();

    internal DbSet<RepeatedIdRow> RepeatedIds => Set<RepeatedIdRow>();

    internal DbSet<CitationRow> Citations => Set<CitationRow>();

    internal DbSet<RejectionRow> Rejections => Set<RejectionRow>();

    internal DbSet<BaselineRow> Baselines => Set<BaselineRow>();

    internal DbSet<BoundaryRow> Boundaries => Set<BoundaryRow>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateOnly>().HaveConversion<DayText>().HaveMaxLength(10);
        if (Database.IsSqlite())
        {
            // SQLite has neither type: without these, ordering and sums throw (STYLE.md, section 5).
            configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UnixMilliseconds>();
            configurationBuilder.Properties<decimal>().HaveConversion<double>();
        }
        else
        {
            configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcDateTime>().HaveColumnType("datetime2(3)");
            configurationBuilder.Properties<decimal>().HavePrecision(19, 4);
        }
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(IocDbContext).Assembly);
        if (Database.IsSqlite()) return;

        // SQLite compares byte by byte; SQL Server's usual collations take "A1" and "a1" for one sender's id.
        foreach (var property in modelBuilder.Model.GetEntityTypes().SelectMany(e => e.GetIndexes()).SelectMany(i => i.Properties)
            .Concat(modelBuilder.Model.GetEntityTypes().SelectMany(e => e.GetKeys()).SelectMany(k => k.Properties))
            .Where(p => p.ClrType == typeof(string)).Distinct())
        {
            property.SetCollation("Latin1_General_100_BIN2");
        }
    }

    private sealed class UnixMilliseconds() : ValueConverter<DateTimeOffset, long>(
        instant => instant.ToUnixTimeMilliseconds(), number => DateTimeOffset.FromUnixTimeMilliseconds(number));

    private sealed class UtcDateTime() : ValueConverter<DateTimeOffset, DateTime>(
        instant => instant.UtcDateTime, time => new DateTimeOffset(time, TimeSpan.Zero));

    private sealed class DayText() : ValueConverter<DateOnly, string>(
        day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), text => Parse(text))
    {
        private static DateOnly Parse(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
    }
}
