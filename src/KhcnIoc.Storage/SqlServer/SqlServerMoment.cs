using Microsoft.EntityFrameworkCore;

namespace KhcnIoc.Storage.SqlServer;

/// <summary>A moment to look from (see <c>SqliteMoment</c>): ids up to <see cref="Last"/> were visible, the index is walked up to <see cref="Split"/>.</summary>
internal sealed record SqlServerMoment(long Commit, long Last, DateTimeOffset Split, DateTimeOffset UpTo)
{
    /// <summary>Periods behind the split may have been known then.</summary>
    public bool HasAhead => Split < UpTo;

    public static async Task<SqlServerMoment> AtAsync(IocDbContext context, long? asOfCommit, DateTimeOffset? periodsUpTo, CancellationToken cancellationToken)
    {
        var upTo = periodsUpTo ?? DateTimeOffset.MaxValue;
        var visible = context.Batches.AsNoTracking().Where(b => b.VisibleAt != null).OrderByDescending(b => b.Commit);
        var newest = await visible.FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        if (newest is null) return new(0, 0, upTo, upTo);
        if (asOfCommit is not { } asked || asked >= newest.Commit) return new(newest.Commit, newest.LastObservationId, upTo, upTo);
        var then = await visible.Where(b => b.Commit <= asked).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        if (then is null) return new(0, 0, upTo, upTo);
        return new(then.Commit, then.LastObservationId, then.VisibleAt!.Value < upTo ? then.VisibleAt.Value : upTo, upTo);
    }
}
