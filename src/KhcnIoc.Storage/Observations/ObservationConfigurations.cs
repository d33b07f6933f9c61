using KhcnIoc.Storage.Feeds;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace KhcnIoc.Storage.Observations;

/// <summary>Longest texts that are part of an index; SQL Server allows 1,700 bytes a key.</summary>
internal static class Lengths
{
    public const int Code = 100;
    public const int SenderId = 200;
    public const int Raw = 4000;
    public const int Channel = 20;
    public const int Name = 200;

    public static string Bound(string text, int length) => text.Length <= length ? text : text[..length];
}

internal sealed class SeriesConfiguration : IEntityTypeConfiguration<SeriesRow>
{
    public void Configure(EntityTypeBuilder<SeriesRow> builder)
    {
        builder.ToTable("Series");
        builder.Property(s => s.Id).ValueGeneratedNever();
        builder.Property(s => s.Indicator).HasMaxLength(Lengths.Code);
        builder.Property(s => s.Area).HasMaxLength(Lengths.Code);
        builder.Property(s => s.Agency).HasMaxLength(Lengths.Code);
        builder.HasIndex(s => new { s.Indicator, s.Area, s.Agency }).IsUnique();
        builder.HasIndex(s => s.Area);
    }
}

internal sealed class SourceConfiguration : IEntityTypeConfiguration<SourceRow>
{
    public void Configure(EntityTypeBuilder<SourceRow> builder)
    {
        builder.ToTable("Sources");
        builder.Property(s => s.Id).ValueGeneratedNever();
        builder.Property(s => s.Hash).HasMaxLength(64).IsUnicode(false);
        builder.HasIndex(s => s.Hash).IsUnique();
    }
}

internal sealed class BatchConfiguration : IEntityTypeConfiguration<BatchRow>
{
    public void Configure(EntityTypeBuilder<BatchRow> builder)
    {
        builder.ToTable("Batches");
        builder.HasKey(b => b.Commit);
        builder.Property(b => b.Commit).ValueGeneratedNever();
        builder.Property(b => b.Channel).HasMaxLength(Lengths.Channel).HasDefaultValue("");
        builder.Property(b => b.Name).HasMaxLength(Lengths.Name).HasDefaultValue("");
        builder.HasIndex(b => b.VisibleAt);
    }
}

internal sealed class ObservationConfiguration : IEntityTypeConfiguration<ObservationRow>
{
    public void Configure(EntityTypeBuilder<ObservationRow> builder)
    {
        builder.ToTable("Observations");
        builder.Property(o => o.Id).ValueGeneratedNever();
        builder.Property(o => o.SenderId).HasMaxLength(Lengths.SenderId);
        builder.HasOne<SeriesRow>().WithMany().HasForeignKey(o => o.SeriesId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<FeedRow>().WithMany().HasForeignKey(o => o.FeedId).OnDelete(DeleteBehavior.Restrict);

        // The identity of an observation. Period end first: walked backwards it yields the newest periods of a series and feed,
        // of each its latest revision, without an index of its own for the effective end (BoardWalk).
        builder.HasIndex(o => new { o.SeriesId, o.FeedId, o.PeriodEnd, o.PeriodStart, o.Revision }).IsUnique();

        // Pages by id within a series: the id follows in every index entry.
        builder.HasIndex(o => o.SeriesId);
        builder.HasIndex(o => new { o.FeedId, o.SenderId }).IsUnique().HasFilter("[SenderId] IS NOT NULL");

        // What stands on a document, newest first; figures without one cost nothing here.
        builder.HasIndex(o => o.SourceId).HasFilter("[SourceId] IS NOT NULL");
    }
}

internal sealed class RepeatedIdConfiguration : IEntityTypeConfiguration<RepeatedIdRow>
{
    public void Configure(EntityTypeBuilder<RepeatedIdRow> builder)
    {
        builder.ToTable("RepeatedIds");
        builder.HasKey(r => new { r.FeedId, r.SenderId });
        builder.Property(r => r.SenderId).HasMaxLength(Lengths.SenderId);
        builder.HasOne<ObservationRow>().WithMany().HasForeignKey(r => r.ObservationId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class CitationConfiguration : IEntityTypeConfiguration<CitationRow>
{
    public void Configure(EntityTypeBuilder<CitationRow> builder)
    {
        builder.ToTable("Citations");
        builder.HasKey(c => new { c.ObservationId, c.SourceId });
        builder.HasOne<ObservationRow>().WithMany().HasForeignKey(c => c.ObservationId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class RejectionConfiguration : IEntityTypeConfiguration<RejectionRow>
{
    public void Configure(EntityTypeBuilder<RejectionRow> builder)
    {
        builder.ToTable("Rejections");
        builder.Property(r => r.Field).HasMaxLength(Lengths.Code);
        builder.Property(r => r.Code).HasMaxLength(Lengths.Code);
        builder.Property(r => r.Reason).HasMaxLength(Lengths.Raw);
        builder.Property(r => r.Raw).HasMaxLength(Lengths.Raw);
        builder.Property(r => r.Hash).HasMaxLength(64).IsUnicode(false);
        builder.HasIndex(r => new { r.FeedId, r.SettledAt });
        builder.HasIndex(r => new { r.FeedId, r.Hash }).IsUnique();
        builder.HasIndex(r => new { r.FeedId, r.LastSeenAt });
    }
}

internal sealed class BaselineConfiguration : IEntityTypeConfiguration<BaselineRow>
{
    public void Configure(EntityTypeBuilder<BaselineRow> builder)
    {
        builder.ToTable("Baselines");
        builder.HasKey(b => b.SeriesId);
        builder.Property(b => b.SeriesId).ValueGeneratedNever();
        builder.HasOne<SeriesRow>().WithMany().HasForeignKey(b => b.SeriesId).OnDelete(DeleteBehavior.Restrict);
    }
}
