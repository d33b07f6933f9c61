using KhcnIoc.Core.Feeds;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace KhcnIoc.Storage.Feeds;

/// <summary>Who sends what.</summary>
internal sealed class FeedRow
{
    public int Id { get; private set; }
    public required string Code { get; init; }
    public required string Name { get; set; }

    /// <summary>Fixed when the feed is made.</summary>
    public required bool Simulated { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    public Feed ToFeed() => new() { Code = Code, Name = Name, Simulated = Simulated, CreatedAt = CreatedAt };
}

/// <summary>A key of a feed. Its text is never stored.</summary>
internal sealed class AccessKeyRow
{
    public int Id { get; private set; }
    public required int FeedId { get; init; }
    public FeedRow? Feed { get; init; }

    /// <summary>SHA-256 of the key's text, 64 hexadecimal digits. Keys are random, so no salt is needed.</summary>
    public required string Hash { get; init; }
    public required KeyPurpose Purpose { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary><see langword="null"/> = valid.</summary>
    public DateTimeOffset? RevokedAt { get; set; }
}

internal sealed class FeedConfiguration : IEntityTypeConfiguration<FeedRow>
{
    public void Configure(EntityTypeBuilder<FeedRow> builder)
    {
        builder.ToTable("Feeds");
        builder.Property(f => f.Code).HasMaxLength(100);
        builder.Property(f => f.Name).HasMaxLength(400);
        builder.HasIndex(f => f.Code).IsUnique();
    }
}

internal sealed class AccessKeyConfiguration : IEntityTypeConfiguration<AccessKeyRow>
{
    public void Configure(EntityTypeBuilder<AccessKeyRow> builder)
    {
        builder.ToTable("AccessKeys");
        builder.Property(k => k.Hash).HasMaxLength(64).IsUnicode(false);
        builder.HasOne(k => k.Feed).WithMany().HasForeignKey(k => k.FeedId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(k => k.Hash).IsUnique();
    }
}
